/** The whole of PayLedger as `npm start` starts it, beside any other: its own ports, a temporary folder and the tests' build of the app. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT, STACK } from '../paths'
import { freePort } from '../ports'
import { type Child, startChild } from '../processes/child'
import type { Environment } from '../processes/environment'
import type { Running } from '../running'
import { removeServerData } from '../servers'
import { issuerAt, PROVIDER } from './oidc-client'
import { TEST_LOGS } from './run-step'

export const TEST_BUILD = '.next-test'

export type Product = {
  /** What the browser tests' configuration reads: PAYLEDGER_URL, PAYLEDGER_DIR, DEMO_PASSWORD; where nobody can sign in yet FIRST_LINK and OIDC_ISSUER. */
  env: Record<string, string>
  /** The variables of its processes. */
  processEnv: Record<string, string>
  stop(): Promise<void>
}

const READY = 'PayLedger runs at'
const READY_LIMIT_MS = 300_000
const STOP_LIMIT_MS = 12_000

/**
 * `kept` is a folder whose installation stays when it stops, else it is a temporary one; `empty` leaves out the sample data, and so everybody, and names an
 * OpenID Connect provider that is down until a test starts it.
 */
export type ProductIs = { kept?: string; empty?: true }

/**
 * Starts it, and waits until it says that it runs.
 * @throws Error with the end of its output when it does not start.
 */
export async function startProduct({ kept, empty }: ProductIs = {}): Promise<Product> {
  const dir = kept === undefined ? mkdtempSync(join(tmpdir(), 'payledger-product-')) : resolve(kept)
  const port = String(await freePort())
  const provider: Record<string, string> = empty ? providerVariables(await freePort()) : {}
  const child = startChild({
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx', join(STACK, 'commands/start.ts'), ...(empty ? ['--empty'] : [])],
    env: {
      ...withoutAddresses(process.env),
      ...provider,
      ...{ PAYLEDGER_DIR: dir, NEXT_DIST_DIR: TEST_BUILD, PORT: port, NEXT_TELEMETRY_DISABLED: '1' },
    },
    cwd: ROOT,
    logFile: join(TEST_LOGS, 'product.log'),
  })
  const stop = async () => {
    await child.stop(STOP_LIMIT_MS)
    if (kept !== undefined) return
    removeServerData(join(dir, 'data'))
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const deadline = performance.now() + READY_LIMIT_MS
    while (!child.tail().includes(READY)) {
      if (!child.isRunning()) throw new Error(await child.ended)
      if (performance.now() > deadline) throw new Error(`it was not ready within ${READY_LIMIT_MS / 1000} s`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    const { url = '', env = {} } = JSON.parse(readFileSync(join(dir, 'stack.json'), 'utf8')) as Running
    const told = { PAYLEDGER_URL: url, PAYLEDGER_DIR: dir, DEMO_PASSWORD: env.DEMO_PASSWORD ?? '', FIRST_LINK: await firstLinkIn(child) }
    return { env: { ...told, OIDC_ISSUER: provider.OIDC_ISSUER ?? '' }, processEnv: env, stop }
  } catch (error) {
    const said = child.tail()
    await stop()
    throw new Error(`PayLedger did not start: ${error instanceof Error ? error.message : String(error)}\n${said}`)
  }
}

/** The link is printed right after the address; empty where people can sign in. */
async function firstLinkIn(child: Child): Promise<string> {
  while (!child.tail().includes('Ctrl-C') && child.isRunning()) await new Promise((resolve) => setTimeout(resolve, 50))
  return /https?:\S+\/first-administrator\?token=\S+/.exec(child.tail())?.[0] ?? ''
}

const providerVariables = (port: number): Record<string, string> => ({
  OIDC_ISSUER: issuerAt(port),
  OIDC_CLIENT_ID: PROVIDER.clientId,
  OIDC_CLIENT_SECRET: PROVIDER.clientSecret,
  OIDC_NAME: PROVIDER.name,
})

/** It kills its servers and fills them with sample data, so it never gets those that somebody's variables name. */
function withoutAddresses(env: Environment): Environment {
  const named = /^(DATABASE_URL|KAFKA_|ELASTICSEARCH_|SEARCH_INDEX_PREFIX|FINANCE_DIR|BANK_DIR|IMPORT_DIR|APP_URL|OIDC_|NODE_ENV$)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !named.test(name)))
}
