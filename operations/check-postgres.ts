/** What `payledger doctor` asks a Postgres before anybody relies on it. */
import { Client } from 'pg'

export type Checked = {
  what: string
  state: 'ok' | 'look' | 'wrong'
  found: string
  /** What to do; null where it is as it should be. */
  mend: string | null
}

type Answer = {
  role: string
  version: number
  isSuper: boolean
  owned: number
  clockMs: number
  fsync: string
  fullPageWrites: string
  synchronousCommit: string
  migrations: number | null
}

/** Ours begins with uuidv7 and RETURNING old. */
const VERSION_MIN = 180_000
const CLOCK_MS_MAX = 2_000

/** @param expected how many migrations this version has. */
export async function checkPostgres(name: 'the app' | 'the relay', url: string, expected: number, now: () => Date): Promise<Checked[]> {
  const what = (detail: string) => `Postgres as ${name}: ${detail}`
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return judged(what, await ask(client, now), expected)
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return [{ what: what('reachable'), state: 'wrong', found, mend: 'Check the address, the password and pg_hba.conf.' }]
  } finally {
    await client.end().catch(() => {})
  }
}

async function ask(client: Client, now: () => Date): Promise<Answer> {
  const { rows } = await client.query<Omit<Answer, 'clockMs' | 'migrations'> & { at: Date }>(
    `SELECT current_user AS role, current_setting('server_version_num')::int AS version, rolsuper AS "isSuper", clock_timestamp() AS at,
       (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace) AS owned,
       current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites", current_setting('synchronous_commit') AS "synchronousCommit"
     FROM pg_roles WHERE rolname = current_user`,
  )
  const [row] = rows
  if (!row) throw new Error('it does not know the role that it let in')
  const clockMs = row.at.getTime() - now().getTime()
  const applied = await client.query<{ migrations: number }>('SELECT count(*)::int AS migrations FROM schema_migrations').catch(() => null)
  return { ...row, clockMs, migrations: applied?.rows[0]?.migrations ?? null }
}

function judged(what: (detail: string) => string, answer: Answer, expected: number): Checked[] {
  const off = (['fsync', 'fullPageWrites', 'synchronousCommit'] as const).filter((name) => answer[name] === 'off')
  const owns = answer.isSuper || answer.owned > 0
  return [
    one(what('version'), answer.version >= VERSION_MIN, String(Math.floor(answer.version / 10_000)), 'Use PostgreSQL 18 or later.'),
    one(
      what('keeps what it has acknowledged'),
      off.length === 0,
      off.join(', ') || 'nothing is off',
      'Turn these on: the relay refuses such a server.',
    ),
    one(
      what('clock'),
      Math.abs(answer.clockMs) <= CLOCK_MS_MAX,
      `${Math.round(answer.clockMs)} ms ahead of this machine`,
      'Let NTP set the clocks of both machines.',
    ),
    owns
      ? {
          what: what('rights'),
          state: 'look',
          found: `${answer.role} owns tables or is a superuser`,
          mend: 'Give each process its own role (DATABASE_URL_APP, DATABASE_URL_RELAY): the database then refuses what they have no business with.',
        }
      : one(what('rights'), true, answer.role, ''),
    answer.migrations === null
      ? {
          what: what('schema'),
          state: 'look',
          found: 'this role may not read which migrations were applied',
          mend: 'Run payledger migrate as the owner.',
        }
      : one(
          what('schema'),
          answer.migrations === expected,
          `${answer.migrations} of ${expected} migrations`,
          'Run payledger migrate as the owner.',
        ),
  ]
}

/** As it should be, or wrong with what to do. */
export const one = (what: string, isRight: boolean, found: string, mend: string): Checked => ({
  what,
  state: isRight ? 'ok' : 'wrong',
  found,
  mend: isRight ? null : mend,
})
