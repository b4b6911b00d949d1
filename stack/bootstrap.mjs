#!/usr/bin/env node
// usage: node stack/bootstrap.mjs <command> [argument…]
// Runs on the machine's own Node before anything is installed, so it is plain JavaScript without dependencies: it installs what is missing,
// then hands over to stack/commands/<command>.ts on the Node that package.json pins.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
/** Its variables are read from .env too; tests never are, or they would write to whatever database it names. */
const READS_DOT_ENV = ['start', 'dev', 'stack', 'seed']
const PARENT_POLL_MS = 500

const [command = '', ...args] = process.argv.slice(2)
let child = null

// Ctrl-C reaches the whole foreground group, the child too; what is sent to us alone is passed on. A second one does nothing to it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (child === null ? process.exit(1) : child.kill(signal)))
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) child === null ? process.exit(1) : child.kill('SIGTERM')
}, PARENT_POLL_MS).unref()

try {
  checkNode()
  const file = join(ROOT, 'stack/commands', `${command.replaceAll(':', '-')}.ts`)
  if (!/^[a-z][a-z0-9:-]*$/.test(command) || !existsSync(file))
    throw new Error(`There is no command "${command}": see the scripts in package.json.`)
  await install()
  await generatePrismaClient()
  const node = pinnedNode()
  const dotEnv = READS_DOT_ENV.includes(command) && existsSync(join(ROOT, '.env')) ? ['--env-file=.env'] : []
  // kafkajs computes a negative timeout when a request is answered at once; the warning says nothing to anybody here.
  const flags = [...dotEnv, '--disable-warning=TimeoutNegativeWarning', '--import', 'tsx']
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: '1' }
  const { code, signal } = await run(node, [...flags, file, ...args], env)
  if (signal !== null) leaveBy(signal)
  else process.exitCode = code
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `PayLedger needs Node.js 20.19 or later to begin with, and this is ${process.versions.node}: install a newer one from your system's packages or nodejs.org.`,
    )
  }
}

/**
 * `npm install`, not `npm ci`: that refuses a lockfile made where the registry lacks the optional packages of other platforms. The lockfile stays as it
 * is committed: npm drops those packages from it, and whoever only started PayLedger would have a changed checkout.
 */
async function install() {
  const stamp = join(ROOT, 'node_modules/.payledger-install')
  const lockfile = join(ROOT, 'package-lock.json')
  const hash = hashOf('package-lock.json')
  if (read(stamp) === hash && existsSync(pinnedNode())) return
  say('Installing the npm packages (about two minutes the first time)')
  const locked = readFileSync(lockfile)
  const { code } = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
  // Some versions of npm write it all the same.
  if (!readFileSync(lockfile).equals(locked)) writeFileSync(lockfile, locked)
  if (code !== 0) throw new Error('npm install failed; its own words stand above.')
  writeFileSync(stamp, hash)
}

async function generatePrismaClient() {
  const stamp = join(ROOT, 'prisma/generated/.payledger-schema')
  if (!existsSync(join(ROOT, 'prisma/schema.prisma'))) return
  const hash = hashOf('prisma/schema.prisma')
  if (read(stamp) === hash) return
  // Generating never runs the schema engine, but without one named here Prisma wants to download it, from a host that is not the npm registry.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  const { code, output } = await run(pinnedNode(), ['node_modules/prisma/build/index.js', 'generate'], env, 'quiet')
  if (code !== 0) throw new Error(`prisma generate failed:\n${output}`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function pinnedNode() {
  return join(ROOT, 'node_modules/node/bin/node')
}

/** One child at a time; it is who gets our signals. */
function run(program, programArgs, env = process.env, mode = 'shown') {
  return new Promise((resolve, reject) => {
    child = spawn(program, programArgs, { cwd: ROOT, env, stdio: mode === 'quiet' ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)))
    child.on('close', (code, signal) => {
      child = null
      resolve({ code, signal, output })
    })
  })
}

/** Ends as the child did, so that a shell or npm sees the signal. */
function leaveBy(signal) {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

function hashOf(file) {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, file)))
    .digest('hex')
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

function say(line) {
  process.stdout.write(`${line}\n`)
}
