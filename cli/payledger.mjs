#!/usr/bin/env node
// Hands over to cli/main.ts on the Node that package.json pins. Whatever is missing is installed first, as by any other command.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(ROOT, 'node_modules/node/bin/node')
if (!existsSync(node) || !existsSync(join(ROOT, 'prisma/generated/client.ts'))) {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'stack/bootstrap.mjs'), 'openapi'], {
    stdio: ['ignore', process.stderr, 'inherit'],
  })
  if (status !== 0) process.exit(1)
}
const args = [
  '--disable-warning=TimeoutNegativeWarning',
  '--import',
  join(ROOT, 'node_modules/tsx/dist/loader.mjs'),
  join(ROOT, 'cli/main.ts'),
]
const { status, signal } = spawnSync(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = signal ? 1 : (status ?? 1)
