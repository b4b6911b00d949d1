/** A job is committed with what it follows from, and is the row that pg-boss would have written. */
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callOf, done, PREPARER, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { enqueue } from './enqueue'
import { execute } from './execute'

let test: TestLedger
let pool: Pool
let boss: PgBoss
let sent = ''
const db = {
  executeSql: (text: string, values?: unknown[]) => {
    sent = text
    return pool.query(text, values)
  },
}

beforeAll(async () => {
  test = await testLedger()
  pool = new Pool({ connectionString: test.database.appUrl, max: 2 })
  // As the app's role, which may use the schema and not change it: it starts at all only while the migration's version is that of the package.
  boss = new PgBoss({ db, schema: 'pgboss', migrate: false, supervise: false, schedule: false, registerInstance: false })
  await boss.start()
})
afterAll(async () => {
  await boss.stop({ close: false })
  await pool.end()
  await test.close()
})

const ask = (data: Record<string, string>) =>
  execute<{ id: string }>(test.ledger, callOf(PREPARER), async (tx) => ({ id: await enqueue(tx, 'check-import', data) }))
const jobs = async () => (await test.ledger.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pgboss.job`)[0]?.n

it('is not there when its transaction is undone', async () => {
  const before = await jobs()
  const undone = execute<{ id: string }>(test.ledger, callOf(PREPARER), async (tx) => {
    await enqueue(tx, 'check-import', { importId: 'none' })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await jobs()).toBe(before)
})

it('is the row that pg-boss writes, and is told to whoever it tells', async () => {
  const ours = done(await ask({ importId: 'one' })).id
  const its = await boss.send('check-import', { importId: 'one' })
  const row = async (id: string | null) => {
    const { rows } = await pool.query(
      `SELECT to_jsonb(j) - '{id,created_on,start_after,keep_until}'::text[] AS row, round(extract(epoch FROM keep_until - start_after))::int AS kept
       FROM pgboss.job j WHERE id = $1`,
      [id],
    )
    return rows[0]
  }
  expect(await row(ours)).toEqual(await row(its))
  expect(sent).toContain("pg_notify(('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24)), 'check-import')")
})

it('has no right to change the queue’s form', async () => {
  await expect(pool.query('ALTER TABLE pgboss.job ADD COLUMN note text')).rejects.toMatchObject({ code: '42501' })
  await expect(pool.query('UPDATE pgboss.version SET version = version')).resolves.toBeDefined()
  await expect(pool.query('DELETE FROM pgboss.version')).rejects.toMatchObject({ code: '42501' })
})

it('fits the form that this version of pg-boss expects', async () => {
  expect(await boss.detectSchemaDrift()).toMatchObject({ ok: true })
})
