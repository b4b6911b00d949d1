/** What stops a backup: it says so, ends, and leaves nothing behind on the server. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OwnServers, ownServers } from '@/stack/test-runner/own-servers'
import { baseBackup } from './base-backup'

let servers: OwnServers
let client: Client
const url = () => servers.env.DATABASE_URL ?? ''
const slots = async () => (await client.query('SELECT slot_name FROM pg_replication_slots')).rows

beforeAll(async () => {
  servers = await ownServers('postgres')
  client = new Client({ connectionString: url() })
  client.on('error', () => {}) // the server is ended below
  await client.connect()
}, 480_000)
afterAll(async () => {
  await client?.end().catch(() => {})
  await servers?.end()
})

it('a full disk', async () => {
  await expect(baseBackup(url(), '/dev/full')).rejects.toMatchObject({ code: 'ENOSPC' })
  await expect.poll(slots, { timeout: 20_000 }).toEqual([])
})

it('a role that may not', async () => {
  await client.query('CREATE ROLE reader LOGIN')
  const asReader = Object.assign(new URL(url()), { username: 'reader' }).toString()
  await expect(baseBackup(asReader, '/dev/null')).rejects.toThrow('Give it that right: ALTER ROLE … REPLICATION.')
})

it('a server that dies in the middle', async () => {
  const running = baseBackup(url(), '/dev/null')
  running.catch(() => {})
  await servers.postgres?.kill9()
  await expect(running).rejects.toThrow()
})
