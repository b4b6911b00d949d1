import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { dropDatabase, ensureDatabase, migrate } from './migrate'
import { DATA, ROOT, STACK } from './paths'
import { run } from './processes/run'
import { SetupProblem } from './setup-problem'

/** Present while sample data is loaded: a ledger that holds half of it is not empty, and would be taken for whole. */
const UNFINISHED = join(DATA, 'sample-data-unfinished')

/**
 * Fills an empty ledger as `npm run seed` does. It must come before the workers: the gateway would release the past as if it were now.
 * Half-loaded data of an interrupted start is thrown away first, together with its database and bank files.
 * @returns whether anything was loaded.
 * @throws SetupProblem when the half-loaded database is not ours to throw away.
 */
export async function loadSampleOnce(options: {
  env: Record<string, string>
  databaseUrl: string
  databaseIsOurs: boolean
  say: (line: string) => void
}): Promise<boolean> {
  const { env, databaseUrl, databaseIsOurs, say } = options
  if (existsSync(UNFINISHED)) {
    if (!databaseIsOurs)
      throw new SetupProblem(
        `Loading the sample data was interrupted: empty the database that DATABASE_URL names and remove ${UNFINISHED}.`,
      )
    say('  Loading the sample data was interrupted last time: it begins anew')
    await dropDatabase(databaseUrl)
    if (env.BANK_DIR) rmSync(env.BANK_DIR, { recursive: true, force: true })
    await ensureDatabase(databaseUrl)
    await migrate(databaseUrl)
  } else if (!(await ledgerIsEmpty(databaseUrl))) return false
  mkdirSync(DATA, { recursive: true })
  writeFileSync(UNFINISHED, '')
  const args = ['--disable-warning=TimeoutNegativeWarning', '--import', 'tsx', join(STACK, 'commands/seed.ts')]
  const onOutput = (text: string) => say(text.trimEnd().replace(/^/gm, '    '))
  await run(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, onOutput })
  rmSync(UNFINISHED)
  return true
}

async function ledgerIsEmpty(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const answer = await client.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM company) AS empty')
    return answer.rows[0]?.empty ?? true
  } finally {
    await client.end()
  }
}
