/** What `npm run check` holds the sources against. Each check counts as one test. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { generate, staleFiles } from '../openapi/generated'
import { ROOT } from '../paths'
import type { Environment } from '../processes/environment'
import { program, runStep } from '../test-runner/run-step'
import { cruiseImports } from './cruise'
import { undocumented } from './docstrings'
import { documentProblems } from './documents'
import { readCheckout } from './documents/checkout'
import { retiredSentences } from './retired-sentences'
import { retiredWords } from './retired-words'
import { sourceFiles } from './source-files'
import { treeProblems } from './tree-rules'

export type CheckResult = { name: string; problems: string; seconds: number }

const CHECKS: { name: string; problems: () => Promise<string> }[] = [
  { name: 'biome (format and lint)', problems: biome },
  { name: 'types', problems: types },
  { name: 'imports against the folder table', problems: imports },
  {
    name: 'unused files, exports and packages (knip)',
    problems: () => outputOfFailed('knip', [program('knip/bin/knip.js'), '--no-progress']),
  },
  { name: 'places and names of sources, process.env', problems: async () => treeProblems(sourceFiles()).join('\n') },
  { name: 'paths, commands, decisions and figures of documents', problems: async () => documentProblems(readCheckout()).join('\n') },
  { name: 'exported functions say what they mean', problems: async () => undocumented(sourceFiles()).join('\n') },
  { name: 'names that code no longer has', problems: async () => retiredWords(sourceFiles()).join('\n') },
  { name: 'files made of the routes (npm run openapi)', problems: async () => staleFiles(await generate()).join('\n') },
  { name: 'phrases that people no longer read', problems: async () => retiredSentences(sourceFiles()).join('\n') },
]

/** Runs all of them at once and tells each as it ends; `problems` is empty for one that passed. */
export async function runChecks(ended: (result: CheckResult) => void): Promise<CheckResult[]> {
  return Promise.all(
    CHECKS.map(async ({ name, problems }) => {
      const began = performance.now()
      const found = await problems().catch((error: Error) => error.message)
      const result = { name, problems: found, seconds: (performance.now() - began) / 1000 }
      ended(result)
      return result
    }),
  )
}

function biome(): Promise<string> {
  return outputOfFailed('biome', [program('@biomejs/biome/bin/biome'), 'check', '--reporter=concise', '--max-diagnostics=500', '.'])
}

/** Next's generated types of pages and routes go to the tests' own build folder: a running `next dev`, and what it left of deleted pages, stay out of it. */
async function types(): Promise<string> {
  const env = { NEXT_DIST_DIR: '.next-test', NEXT_TELEMETRY_DISABLED: '1' }
  rmSync(join(ROOT, '.next-test/types'), { recursive: true, force: true })
  const generated = await outputOfFailed('next-typegen', [program('next/dist/bin/next'), 'typegen'], env)
  return generated || outputOfFailed('tsc', [program('typescript/bin/tsc'), '--noEmit', '-p', 'stack/checks/tsconfig.types.json'])
}

/** dependency-cruiser passes on a folder it finds nothing in, so every source file must be among what it read. */
async function imports(): Promise<string> {
  const { modules, violations } = await cruiseImports()
  const seen = new Set(modules)
  const unseen = sourceFiles().filter(({ path }) => /\.tsx?$/.test(path) && !seen.has(path))
  return [
    ...violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
    ...unseen.map(({ path }) => `${path} was not looked at by dependency-cruiser`),
  ].join('\n')
}

async function outputOfFailed(name: string, args: string[], env?: Environment): Promise<string> {
  const { code, output } = await runStep(name, args, env)
  return code === 0 ? '' : output.trim() || `${name} ended with code ${code}`
}
