/** The workers as plain JavaScript, a file each: they begin sooner and need less memory than with the TypeScript loader (docs/bench, `processes`). */
import { copyFileSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from './paths'

export const WORKERS = ['outbox-relay', 'search-projector', 'finance-loader', 'bank-gateway', 'jobs', 'reconciler'] as const
export type WorkerName = (typeof WORKERS)[number]

/** One level below the root, as platform/version.ts expects of itself. */
const BUILT = join(ROOT, 'build')
/** Beside the app's own folder (`NEXT_DIST_DIR`), so that tests never exchange what an installation runs. */
export const workersBeside = (distDir: string): string => (distDir === '.next' ? BUILT : join(ROOT, `${distDir}-workers`))

/** SQL that finance reads beside itself, and where; that of a month's pack lies beside the worker that makes it. */
const READ_AT_WORK = [
  ['finance/marts/*.sql', 'marts'],
  ['finance/summary/*.sql', 'summary'],
  ['finance/close/*.sql', '.'],
] as const

/** The file that runs as a worker. */
export const builtWorker = (name: WorkerName | 'bank-simulator', folder = BUILT): string => join(folder, `${name}.js`)

export const areWorkersBuilt = (): boolean => WORKERS.every((name) => existsSync(builtWorker(name)))

/**
 * Packages stay where they are; of ours everything is in the file but the SQL that finance reads beside itself.
 * @param options.withSimulator also the bank that an installation with sample data talks to.
 */
export async function buildWorkers(folder = BUILT, { withSimulator = false } = {}): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  await build({
    entryPoints: [
      ...WORKERS.map((name) => ({ in: join(ROOT, 'workers', name, 'main.ts'), out: name })),
      // For units and containers, which ask each of them.
      { in: join(ROOT, 'operations/metrics/ask-ready.ts'), out: 'ready' },
      ...(withSimulator ? [{ in: join(ROOT, 'stack/bank-simulator/main.ts'), out: 'bank-simulator' }] : []),
    ],
    ...{ outdir: folder, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: true },
    ...{ tsconfig: join(ROOT, 'tsconfig.json'), logLevel: 'warning' },
  })
  for (const [from, to] of READ_AT_WORK) {
    mkdirSync(join(folder, to), { recursive: true })
    for (const file of globSync(join(ROOT, from))) copyFileSync(file, join(folder, to, basename(file)))
  }
}
