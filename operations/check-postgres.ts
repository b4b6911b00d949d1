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
  walLevel: string
  inRecovery: boolean
  /** Connections that ordinary roles may still open. */
  connectionsLeft: number
  connectionsMax: number
  migrations: number | null
}

/** Ours begins with uuidv7 and RETURNING old. */
const VERSION_MIN = 180_000
const CLOCK_MS_MAX = 1_000
/** The app alone opens as many for each of its processes. */
const CONNECTIONS_LEFT_MIN = 20

/** @param expected how many migrations this version has. */
export async function checkPostgres(name: 'the app' | 'the relay', url: string, expected: number, now: () => Date): Promise<Checked[]> {
  const what: What = (detail) => `Postgres as ${name}: ${detail}`
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
       current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites", current_setting('synchronous_commit') AS "synchronousCommit",
       current_setting('wal_level') AS "walLevel", pg_is_in_recovery() AS "inRecovery", current_setting('max_connections')::int AS "connectionsMax",
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS "connectionsLeft"
     FROM pg_roles WHERE rolname = current_user`,
  )
  const [row] = rows
  if (!row) throw new Error('it does not know the role that it let in')
  const clockMs = row.at.getTime() - now().getTime()
  const applied = await client.query<{ migrations: number }>('SELECT count(*)::int AS migrations FROM schema_migrations').catch(() => null)
  return { ...row, clockMs, migrations: applied?.rows[0]?.migrations ?? null }
}

type What = (detail: string) => string

const judged = (what: What, answer: Answer, expected: number): Checked[] => [
  ...judgeServer(what, answer),
  judgeRights(what, answer),
  judgeSchema(what, answer.migrations, expected),
]

function judgeServer(what: What, answer: Answer): Checked[] {
  const off = (['fsync', 'fullPageWrites', 'synchronousCommit'] as const).filter((name) => answer[name] === 'off')
  return [
    one(what('version'), answer.version >= VERSION_MIN, String(Math.floor(answer.version / 10_000)), 'Use PostgreSQL 18 or later.'),
    one(
      what('primary'),
      !answer.inRecovery,
      answer.inRecovery ? 'a standby, which takes no writes' : 'takes writes',
      'Name the primary’s address.',
    ),
    one(
      what('keeps what it has acknowledged'),
      off.length === 0,
      off.join(', ') || 'nothing is off',
      'Turn these on: the relay refuses such a server.',
    ),
    answer.walLevel === 'minimal'
      ? {
          what: what('write-ahead log'),
          state: 'look',
          found: 'minimal',
          mend: 'Set wal_level to replica: without it there is neither a standby nor a restore to a point in time.',
        }
      : one(what('write-ahead log'), true, answer.walLevel, ''),
    judgeConnections(what, answer),
    one(
      what('clock'),
      Math.abs(answer.clockMs) <= CLOCK_MS_MAX,
      `${Math.round(answer.clockMs)} ms ahead of this machine`,
      'Let NTP set the clocks of both machines.',
    ),
  ]
}

function judgeConnections(what: What, { connectionsLeft: left, connectionsMax: max }: Answer): Checked {
  const found = `${left} of ${max} left`
  if (left >= CONNECTIONS_LEFT_MIN) return one(what('connections'), true, found, '')
  const mend = 'Raise max_connections, or see who holds so many: a process of the app opens up to 20.'
  return { what: what('connections'), state: 'look', found, mend }
}

function judgeRights(what: What, { role, isSuper, owned }: Answer): Checked {
  const mend =
    'Give each process its own role (DATABASE_URL_APP, DATABASE_URL_RELAY): the database then refuses what they have no business with.'
  if (isSuper) return { what: what('rights'), state: 'wrong', found: `${role} is a superuser, whom no rule of the database holds`, mend }
  return owned > 0 ? { what: what('rights'), state: 'look', found: `${role} owns tables`, mend } : one(what('rights'), true, role, '')
}

function judgeSchema(what: What, migrations: number | null, expected: number): Checked {
  const mend = 'Run payledger migrate as the owner.'
  if (migrations !== null) return one(what('schema'), migrations === expected, `${migrations} of ${expected} migrations`, mend)
  return { what: what('schema'), state: 'look', found: 'this role may not read which migrations were applied', mend }
}

/** As it should be, or wrong with what to do. */
export const one = (what: string, isRight: boolean, found: string, mend: string): Checked => ({
  what,
  state: isRight ? 'ok' : 'wrong',
  found,
  mend: isRight ? null : mend,
})
