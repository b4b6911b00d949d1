import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../paths'

export type Violation = { rule: string; from: string; to: string }
export type Cruise = { modules: string[]; violations: Violation[] }

type Report = {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string } }[] }
}

/** Reads every import below `folder` (the checkout when left out) and holds it against the table. @throws Error when it cannot. */
export async function cruiseImports(folder = ROOT): Promise<Cruise> {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(ROOT, '.dependency-cruiser.cjs')
  const args = [program, '--config', config, '--output-type', 'json', '.']
  const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 }
  // Its exit code counts the violations, so only the absence of a report is a failure.
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, options, (_error, stdout, stderr) => resolve({ stdout, stderr }))
  })
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not report:\n${stderr || stdout}`)
  const report = JSON.parse(stdout) as Report
  return {
    modules: report.modules.map(({ source }) => source),
    violations: report.summary.violations.map(({ from, to, rule }) => ({ rule: rule.name, from, to })),
  }
}
