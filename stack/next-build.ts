import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, STACK } from './paths'
import type { Environment } from './processes/environment'
import { run } from './processes/run'

/** What the app is never built from, but for the description of its API, which it serves. */
const APART = new Set(['node_modules', 'stack', 'e2e', 'bench', 'faults', 'docs', 'cli', 'test-results', 'playwright-report'])
const SOURCES = /\.(ts|tsx|mts|js|mjs|css|json|prisma|svg|png|ico|woff2)$/
const NOT_BUILT = /(\.test\.tsx?$|(^|\/)generated\/|(^|\/)next-env\.d\.ts$)/

export const NEXT = join(ROOT, 'node_modules/next/dist/bin/next')

/** Builds the app into `distDir` unless what is there was built from the same sources. Returns whether it built. @throws Error with Next's words. */
export async function buildApp(distDir = process.env.NEXT_DIST_DIR || '.next', env: Environment = process.env): Promise<boolean> {
  const stamp = join(ROOT, distDir, 'payledger-hash')
  const hash = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  rmSync(stamp, { force: true })
  await run(process.execPath, [NEXT, 'build'], { cwd: ROOT, env: nextEnvironment('production', { ...env, NEXT_DIST_DIR: distDir }) })
  writeFileSync(stamp, hash)
  return true
}

/** The environment of a Next process: whatever it starts, too, ends when who started it is gone. */
export function nextEnvironment(mode: 'production' | 'development', env: Environment): Environment {
  const lifeline = `--import ${pathToFileURL(join(STACK, 'processes/lifeline.mjs')).href}`
  return { ...env, NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1', NODE_OPTIONS: [env.NODE_OPTIONS, lifeline].filter(Boolean).join(' ') }
}

function hashOfSources(): string {
  const files = globSync('**/*', { cwd: ROOT, exclude: (path) => path.startsWith('.') || APART.has(path) })
  const hash = createHash('sha256')
  // A folder may be named like a file: app/api/openapi.json.
  const isBuilt = (path: string) => SOURCES.test(path) && !NOT_BUILT.test(path) && statSync(join(ROOT, path)).isFile()
  for (const file of [...files.filter(isBuilt), 'docs/openapi.json'].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}
