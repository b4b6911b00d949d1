import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../processes/environment'
import { readPlaywrightReport } from './playwright-report'
import { program, runStep, TEST_LOGS } from './run-step'
import { single, sum, type Tally, withExit } from './tally'
import { readVitestReport } from './vitest-report'

/** Runs one of the two Vitest projects. */
export function runVitest(project: 'unit' | 'int', env?: Environment): Promise<Tally> {
  const report = reportFile(project)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [program('vitest/vitest.mjs'), 'run', '--project', project, '--allowOnly=false', ...reporters]
  return tallyOf(project, args, report, readVitestReport, env)
}

/** Runs the browser tests against the PayLedger that `env` names: two at a time, and after them, one by one, those that bear nobody beside them. */
export async function runPlaywright(env: Environment): Promise<Tally> {
  const together = await runProjects('browser', ['--project=desktop', '--project=phone', '--workers=2'], env)
  return sum([together, await runProjects('browser-alone', ['--project=*, alone'], env)])
}

/** The walk from nothing to the first payroll, on a PayLedger that nobody can sign in to yet. */
export const runFromNothing = (env: Environment): Promise<Tally> => runProjects('browser-from-nothing', ['--project=from nothing'], env)

function runProjects(name: string, args: readonly string[], env: Environment): Promise<Tally> {
  const report = reportFile(name)
  const all = [program('@playwright/test/cli.js'), 'test', ...args]
  return tallyOf(name, all, report, readPlaywrightReport, { ...env, PAYLEDGER_REPORT: report })
}

async function tallyOf(name: string, args: string[], report: string, read: (json: string) => Tally, env?: Environment): Promise<Tally> {
  const ended = await runStep(name, args, env)
  if (existsSync(report)) return withExit(read(readFileSync(report, 'utf8')), name, ended)
  return single(name, `${name} left no report and ended with code ${ended.code}:\n${ended.output.trimEnd().slice(-4_000)}`)
}

/** Where a report goes; an earlier run's is removed, or it would be counted for one that wrote none. */
function reportFile(name: string): string {
  const file = join(TEST_LOGS, `${name}.json`)
  mkdirSync(TEST_LOGS, { recursive: true })
  rmSync(file, { force: true })
  return file
}
