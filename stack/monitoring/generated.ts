/** The files that are made of metrics and thresholds, for Prometheus and Grafana. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alertRules } from '@/operations/metrics/alerts'
import { dashboard } from '@/operations/metrics/dashboard'
import { ROOT } from '../paths'

/** What they should hold now, by their place in the checkout. */
export const monitoringFiles = (): Readonly<Record<string, string>> => ({
  'deploy/prometheus/alerts.yml': alertRules(),
  'deploy/grafana/payledger.json': dashboard(),
})

/** Writes them. */
export async function renewMonitoring(): Promise<void> {
  for (const [file, text] of Object.entries(monitoringFiles())) writeFileSync(join(ROOT, file), text)
}

/** One line for each that says something else. */
export const staleMonitoring = (): string[] =>
  Object.entries(monitoringFiles())
    .filter(([file, text]) => !existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), 'utf8') !== text)
    .map(([file]) => `${file} is not what metrics and thresholds say: npm run monitoring`)
