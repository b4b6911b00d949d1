/** A bank's file that could not be read is read again by the gateway: the bytes that came and no others, once, however often and by whomever it is asked. */

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { server } from '@/app/http/server'
import type { Operations } from '@/desks/operations/read-operations'
import { unreadable } from '@/iso20022/unreadable'
import { applyBankFile } from '@/payroll/statements/apply'
import { keepByHash } from '@/platform/archive'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { done, gatewayCall, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { People } from '@/stack/test-runner/people'
import { testProcesses, until } from '@/stack/test-runner/processes'
import { statement } from '@/stack/test-runner/route-bodies'
import { POST as ask } from './readings/route'
import { GET as status } from './status/route'

let test: TestLedger
let env: Record<string, string>
let people: People
const processes = testProcesses()

beforeAll(async () => {
  test = await testLedger()
  env = testEnv(test.database)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  people = new People(test.ledger, env)
  for (const person of ['operator', 'support'] as const) await people.add(person, person)
})
afterAll(async () => {
  await processes.stopAll()
  await server().ledger.$disconnect()
  await test.close()
})

/** In the archive, and listed as a file that could not be read, as a gateway does that has a bug. */
async function quarantined(fileName: string, bytes: Buffer): Promise<{ id: string; sha256: string }> {
  const sha256 = await keepByHash(join(env.BANK_DIR ?? '', 'archive'), bytes)
  const document = { place: fileName, sha256, report: unreadable('PayLedger cannot import this file.') }
  done(await applyBankFile(test.ledger, { ...gatewayCall(), now: machineClock() }, { fileName, sha256 }, [document]))
  const row = await test.ledger.bankMessage.findFirstOrThrow({ where: { fileName } })
  return { id: row.id, sha256 }
}
const camt = async () => Buffer.from(await statement('DE02120300000000202051').arrayBuffer())
const again = (file: string, who = 'operator') => people.ask<{ id: string }>(who, ask, { body: { file, reason: 'It was mended.' } })
const listed = async (fileName: string) =>
  (await people.ask<Operations>('operator', status, { method: 'GET' })).body.asideFiles.find((file) => file.fileName === fileName)
const readings = (fileName: string) => test.ledger.$queryRaw<{ state: string; outcome: string | null }[]>`
  SELECT state, outcome FROM bank_file_reading WHERE file_name = ${fileName} ORDER BY asked_at`

it('is applied once it can be read, and leaves the list; asked twice at once it is read once', { timeout: 200_000 }, async () => {
  const { id } = await quarantined('mended.xml', await camt())
  expect(await listed('mended.xml')).toMatchObject({ id, reading: null, note: expect.stringContaining('cannot import') })
  expect((await again(id, 'support')).status).toBe(403)
  const answers = await Promise.all([again(id), again(id), again(id)])
  expect(answers.map(({ status: each, body }) => [each, body.id])).toEqual(Array(3).fill([200, answers[0]?.body.id]))
  expect((await listed('mended.xml'))?.reading).toMatchObject({ state: 'asked', askedBy: 'operator' })
  await processes.kill(processes.start('bank-gateway', env), 'SIGKILL')
  processes.start('bank-gateway', env)
  processes.start('bank-gateway', env)
  await until('it is read', async () => (await listed('mended.xml')) === undefined)
  expect(await readings('mended.xml')).toEqual([{ state: 'done', outcome: expect.stringContaining('1 exceptions') }])
  expect(await test.ledger.bankMessage.count({ where: { fileName: 'mended.xml', status: 'applied' } })).toBe(1)
  const acts = await test.ledger.$queryRaw<{ type: string; reason: string | null }[]>`
    SELECT type, reason FROM outbox WHERE type LIKE 'audit.bank-file-read%' ORDER BY seq`
  expect(acts).toEqual([
    { type: 'audit.bank-file-reading-asked', reason: 'It was mended.' },
    { type: 'audit.bank-file-read-again', reason: null },
  ])
})

it('stays with its reason where it still cannot be read, and other bytes than came are not read at all', { timeout: 200_000 }, async () => {
  const nonsense = await quarantined('nonsense.xml', Buffer.from('not XML at all'))
  const changed = await quarantined('changed.xml', await camt())
  const lost = await quarantined('lost.xml', await camt())
  writeFileSync(join(env.BANK_DIR ?? '', 'archive', changed.sha256), await camt())
  rmSync(join(env.BANK_DIR ?? '', 'archive', lost.sha256))
  for (const { id } of [nonsense, changed, lost]) expect((await again(id)).status).toBe(200)
  const ended = async (name: string) => (await listed(name))?.reading?.state === 'failed'
  await until('all have ended', async () => (await ended('nonsense.xml')) && (await ended('changed.xml')) && (await ended('lost.xml')))
  expect((await listed('nonsense.xml'))?.reading?.outcome).toMatch(/XML/i)
  expect((await listed('changed.xml'))?.reading?.outcome).toContain('not those that came')
  expect((await listed('lost.xml'))?.reading?.outcome).toContain('not in the archive')
  expect(
    await test.ledger.bankMessage.count({ where: { fileName: { in: ['changed.xml', 'lost.xml'] }, status: { not: 'set-aside' } } }),
  ).toBe(0)
  expect((await again(nonsense.id)).status).toBe(200)
  await until('it was tried again', async () => (await readings('nonsense.xml')).filter(({ state }) => state === 'failed').length === 2)
})

it('is nothing for a file that was applied, and raw SQL rewrites nothing', async () => {
  const applied = await test.ledger.bankMessage.findFirstOrThrow({ where: { fileName: 'mended.xml', status: 'applied' } })
  expect((await again(applied.id)).status).toBe(404)
  const run = (sql: string) => test.ledger.$executeRawUnsafe(sql)
  await expect(
    run(`INSERT INTO bank_file_reading (id, bank_message_id, file_name, file_sha256, reason, asked_by)
    SELECT uuidv7(), id, file_name, sha256, 'x', 'y' FROM bank_message WHERE status = 'applied'`),
  ).rejects.toThrow(/only a file that could not be read/)
  await expect(run(`UPDATE bank_file_reading SET outcome = 'another'`)).rejects.toThrow(/do not change/)
  await expect(run('DELETE FROM bank_file_reading')).rejects.toThrow(/permission denied/)
})
