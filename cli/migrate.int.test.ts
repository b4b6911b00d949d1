/** `payledger migrate --dry-run` against real databases: one that is not there, one that is empty, one that lacks the last migration. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createDatabase, dropDatabase } from '@/stack/migrate'
import { ROOT } from '@/stack/paths'
import { type TestDatabase, testDatabase, testEnv } from '@/stack/test-runner/database'
import { databaseUrl } from '@/stack/test-runner/template-database'

const FILES = readdirSync(join(ROOT, 'prisma/migrations'))
  .filter((name) => name.endsWith('.sql'))
  .sort()
const LAST = FILES.at(-1) ?? ''
const { env, run } = inject('ground')
const newName = `payledger_${run}_${randomBytes(4).toString('hex')}`
const server = env.DATABASE_URL ?? ''

let database: TestDatabase
let client: Client
beforeAll(async () => {
  database = await testDatabase()
  client = new Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
  await dropDatabase(databaseUrl(server, newName))
})

type Ran = { code: number; out: string; err: string }

const migrateOf = (url: string, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) =>
    execFile(
      process.execPath,
      ['cli/payledger.mjs', ...args],
      { cwd: ROOT, env: { ...testEnv(), DATABASE_URL: url } as unknown as NodeJS.ProcessEnv, encoding: 'utf8' },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  )
const dryRun = (url: string, ...args: string[]) => migrateOf(url, 'migrate', '--dry-run', ...args)

it('names every migration for a database that does not exist, and does not make it', async () => {
  const ran = await dryRun(databaseUrl(server, newName), '--json')
  expect(JSON.parse(ran.out), ran.err).toEqual({ database: 'absent', pending: FILES, unknown: [] })
  expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('does not exist yet')])
  expect((await client.query('SELECT FROM pg_database WHERE datname = $1', [newName])).rowCount).toBe(0)
})

it('and for one that is empty, in order, and puts nothing into it', async () => {
  const empty = await createDatabase(server, newName)
  const ran = await dryRun(empty)
  expect(ran.out.trim().split('\n').slice(1)).toEqual(FILES)
  expect(ran.err).toContain('The database is empty')
  const there = new Client({ connectionString: empty })
  await there.connect()
  expect((await there.query(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).rowCount).toBe(0)
  await there.end()
})

it('names what is missing alone, none when nothing is, and refuses what a newer version was at', async () => {
  expect(await dryRun(database.url)).toMatchObject({ code: 0, out: '', err: expect.stringContaining('The schema is the newest.') })
  const [number] = LAST.split('_')
  await client.query('DELETE FROM schema_migrations WHERE version = $1', [number])
  expect(JSON.parse((await dryRun(database.url, '--json')).out)).toEqual({ database: 'there', pending: [LAST], unknown: [] })
  expect((await client.query('SELECT FROM schema_migrations')).rowCount).toBe(FILES.length - 1)
  await client.query('INSERT INTO schema_migrations (version) VALUES ($1)', ['29991231000001'])
  expect(await dryRun(database.url)).toMatchObject({ code: 1, err: expect.stringContaining('29991231000001') })
})
