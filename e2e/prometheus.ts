/** A Prometheus of this machine, where one is installed, that scrapes an installation and evaluates the alert rules of deploy/. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@/stack/ports'

export type Target = { health: string; labels: { instance: string }; lastError: string }
export type Rule = { name: string; health: string; lastError?: string; alerts: { state: string }[]; labels: { severity: string } }
export type Prometheus = { targets(): Promise<Target[]>; rules(): Promise<Rule[]>; stop(): Promise<void> }

/** Null where it is not installed (package prometheus). */
export const findPrometheus = (): string | null =>
  ['/usr/bin/prometheus', '/usr/local/bin/prometheus'].find((path) => existsSync(path)) ?? null

/** Asks each address every second, and lets no alert wait. @param addresses each host:port */
export async function startPrometheus(program: string, addresses: readonly string[]): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'payledger-prometheus-'))
  const port = await freePort()
  writeFileSync(join(folder, 'alerts.yml'), readFileSync('deploy/prometheus/alerts.yml', 'utf8').replace(/for: \d+m/g, 'for: 0s'))
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [join(folder, 'alerts.yml')],
      scrape_configs: [{ job_name: 'payledger', static_configs: [{ targets: addresses }] }],
    }),
  )
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]
  const running: ChildProcess = spawn(program, args, { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
  const ask = async <T>(path: string): Promise<T> =>
    ((await (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json()) as { data: T }).data
  return {
    targets: async () => (await ask<{ activeTargets: Target[] }>('targets')).activeTargets,
    rules: async () => (await ask<{ groups: { rules: Rule[] }[] }>('rules')).groups.flatMap(({ rules }) => rules),
    async stop() {
      running.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
