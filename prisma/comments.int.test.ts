import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/stack/test-runner/database'

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
})

/** Tables and views of which nothing says what they are. */
async function unexplained(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND coalesce(obj_description(oid, 'pg_class'), '') = '' ORDER BY relname`,
  )
  return rows.map(({ name }) => name)
}

test('every table says what it is', async () => {
  expect(await unexplained()).toEqual([])
})

test('one that does not is found', async () => {
  await client.query('CREATE TABLE planted (id uuid)')
  expect(await unexplained()).toContain('planted')
  await client.query('DROP TABLE planted')
})
