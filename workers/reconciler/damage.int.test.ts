/** Damage of every kind, planted in each store: found, named with its payout and its likely cause, and gone when it is repaired. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openToWrite } from '@/finance/duckdb'
import { manifestPath, publishedFile, readManifest } from '@/finance/manifest'
import { writtenAs } from '@/finance/written'
import { holdPayout } from '@/payroll/runs/hold-payout'
import { applyBankFile } from '@/payroll/statements/apply'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { readProgress } from '@/search/progress'
import { booked, comesBack, debit, documentOf, named, type Sent, status } from '@/stack/test-runner/bank-says'
import { type ComparedGround, comparedGround } from '@/stack/test-runner/compared'
import { approvedRun, CSV, callOf, done, gatewayCall, PREPARER, sentRun, submittedRun } from '@/stack/test-runner/ledger'
import { compareEvidence } from './compare-evidence'

let ground: ComparedGround
let index: string
/** A payout that is sent, one that is settled, one that is held. */
const ids: Record<string, string> = {}

beforeAll(async () => {
  ground = await comparedGround()
  const { test, processes, env } = ground
  for (const worker of ['outbox-relay', 'search-projector', 'finance-loader'] as const) processes.start(worker, env)
  const bank = await sentRun(test)
  const rows = await test.ledger.$queryRaw<(Sent & { id: string })[]>`
    SELECT payout.id, i.end_to_end_id AS "endToEndId", payout.amount_minor AS "amountMinor", payout.currency
    FROM payout JOIN settlement_instruction i ON i.payout_id = payout.id WHERE payout.run_id = ${bank.id}::uuid ORDER BY payout.line_number`
  const [first, second, third] = rows as [Sent & { id: string }, Sent & { id: string }, Sent & { id: string }]
  const says = async (...reports: Parameters<typeof documentOf>[0][]) => {
    const documents = reports.map(documentOf)
    done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'f.xml', sha256: documents[0]?.sha256 ?? '' }, documents))
  }
  const charges = [{ amountMinor: 415n, currency: 'EUR', inside: false }]
  await says(booked([debit('b1', [first], { transactions: [named(first, { charges: charges as never })], valueDate: '2026-11-26' })]))
  await says(status(bank.messages[0] ?? '', [{ endToEndId: second.endToEndId, status: 'RJCT', reason: 'AC04' }]))
  await says(booked([debit('b3', [third])]), booked([comesBack('r3', third, 'AC01')]))
  const sent = await sentRun(test, CSV.replace('1200.50', '1201.50'), '2026-10')
  const held = await submittedRun(test, CSV.replace('1200.50', '1202.50'), '2026-09')
  // Planned, and in no file that was handed over yet.
  const planned = await approvedRun(test, CSV.replace('1200.50', '1203.50'), '2026-08')
  done(await planRelease(test.ledger, gatewayCall(), planned.id))
  const payoutOf = async (runId: string) => (await test.ledger.payout.findFirstOrThrow({ where: { runId, lineNumber: 2 } })).id
  ids.settled = first.id
  ids.failed = second.id
  ids.sent = await payoutOf(sent.id)
  ids.held = await payoutOf(held.id)
  done(await holdPayout(test.ledger, callOf(PREPARER), ids.held, 1, 'asked by phone'))
  await ground.caughtUp()
  index = (await readProgress(ground.search))?.index ?? ''
}, 480_000)
afterAll(() => ground.close(), 60_000)

const found = async () =>
  (await ground.open())
    .map(({ store, kind, subject, cause, fields }) => ({ store, kind, subject, cause, fields: fields.map(({ field }) => field) }))
    .sort((a, b) => (`${a.store}${a.kind}` < `${b.store}${b.kind}` ? -1 : 1))
const document = async (id: string) => (await ground.search.client.get<Record<string, unknown>>({ index, id }))._source ?? {}
/** Past the projector, and past versions. */
const write = (id: string, body: Record<string, unknown>) => ground.search.client.index({ index, id, document: body, refresh: true })

it('finds nothing where nothing is wrong, whatever became of the payouts', async () => {
  for (const tier of ['quick', 'deep'] as const) {
    const { mismatches, copies } = await ground.compare(tier)
    expect({ mismatches, open: await ground.open() }).toEqual({ mismatches: 0, open: [] })
    expect(copies.map(({ copy, leftOut }) => [copy, leftOut])).toEqual([
      ['search', null],
      ['finance', null],
    ])
  }
})

it('a document that was altered by hand: deep, and then also quick as long as it is so', async () => {
  const before = await document(ids.sent ?? '')
  await write(ids.sent ?? '', { ...before, status: 'settled' })
  expect((await ground.compare('quick')).mismatches).toBe(0)
  await ground.compare('deep')
  const altered = { store: 'search', kind: 'payout', subject: ids.sent, cause: 'altered', fields: ['document.status'] }
  expect(await found()).toEqual([altered])
  expect((await ground.open())[0]?.fields).toEqual([{ field: 'document.status', expected: 'sent', actual: 'settled' }])
  // A quick comparison does not take for repaired what it cannot see.
  expect((await ground.compare('quick')).mismatches).toBe(1)
  await write(ids.sent ?? '', before)
  await ground.compare('quick')
  expect(await found()).toEqual([])
})

it('a stored fingerprint that lies, and the state inside with it', async () => {
  const before = await document(ids.held ?? '')
  const state = { ...(before.state as object), beneficiaryName: 'Somebody Else', amountMinor: '1' }
  await write(ids.held ?? '', { ...before, state })
  expect((await ground.compare('quick')).mismatches).toBe(0)
  await ground.compare('deep')
  const [mismatch] = await ground.open()
  expect(mismatch).toMatchObject({ store: 'search', subject: ids.held, cause: 'altered' })
  const named = Object.fromEntries(mismatch?.fields.map(({ field, expected, actual }) => [field, [expected, actual]]) ?? [])
  expect(named.amountMinor).toEqual(['120250', '1'])
  expect(named.beneficiaryName).toEqual(['12 characters, not shown', '13 characters, not shown'])
  expect(named['document.fingerprintHigh']).toHaveLength(2)
  expect(JSON.stringify(mismatch)).not.toContain('Somebody')
  // A fingerprint alone is seen at once.
  await write(ids.held ?? '', { ...before, fingerprintLow: 7 })
  await ground.compare('quick')
  expect(await found()).toEqual([
    { store: 'search', kind: 'payout', subject: ids.held, cause: 'altered', fields: ['document.fingerprintLow'] },
  ])
  await write(ids.held ?? '', before)
  await ground.compare('quick')
  expect(await found()).toEqual([])
})

it('documents deleted, added, put back to an earlier version, moved to another bucket, and said to be from the future: quick', async () => {
  const [deleted, earlier, elsewhere, future] = [ids.settled, ids.held, ids.failed, ids.sent].map((id) => id ?? '') as [
    string,
    string,
    string,
    string,
  ]
  const before = new Map(await Promise.all([deleted, earlier, elsewhere, future].map(async (id) => [id, await document(id)] as const)))
  const added = '01a20000-0000-7000-8000-000000000abc'
  const { storedOf } = await import('@/search/document')
  const { readEvent } = await import('@/events/read-event')
  await ground.search.client.delete({ index, id: deleted, refresh: true })
  const state = before.get(future)?.state as never
  await write(added, storedOf({ ...(state as object), id: added } as never, '3'))
  const [event] = await ground.test.ledger.$queryRaw<
    { event: string }[]
  >`SELECT event FROM outbox WHERE aggregate_id = ${earlier}::uuid AND version = 1`
  const old = readEvent(event?.event ?? '')
  if (old.kind === 'payout') await write(earlier, storedOf(old.data.payout, '3'))
  await write(elsewhere, { ...before.get(elsewhere), bucket: 4_000 })
  await write(future, { ...before.get(future), position: '999999999' })
  await ground.compare('quick')
  const causes = Object.fromEntries((await found()).map(({ subject, cause }) => [subject, cause]))
  expect(causes).toEqual({ [deleted]: 'missing', [added]: 'extra', [earlier]: 'behind', [elsewhere]: 'altered', [future]: 'altered' })
  await ground.compare('deep')
  expect(Object.keys(Object.fromEntries((await found()).map(({ subject, cause }) => [subject, cause]))).sort()).toEqual(
    [deleted, added, earlier, elsewhere, future].sort(),
  )
  await ground.search.client.delete({ index, id: added, refresh: true })
  for (const [id, body] of before) await write(id, body)
  await ground.compare('quick')
  expect(await found()).toEqual([])
})

it('a row of the ledger that was changed past its rules, and totals that no longer add up', async () => {
  const id = ids.settled ?? ''
  await ground.pastRules('UPDATE payout SET amount_minor = amount_minor + 1 WHERE id = $1', [id])
  await ground.compare('quick')
  expect(await found()).toEqual([{ store: 'ledger', kind: 'payout', subject: id, cause: 'row-without-event', fields: ['amountMinor'] }])
  await ground.compare('deep')
  expect((await found()).map(({ store, kind, cause }) => [store, kind, cause])).toEqual([
    ['ledger', 'bank-file', 'does-not-add-up'],
    ['ledger', 'payout', 'row-without-event'],
    ['ledger', 'run', 'does-not-add-up'],
  ])
  await ground.pastRules('UPDATE payout SET amount_minor = amount_minor - 1 WHERE id = $1', [id])
  await ground.compare('quick')
  // Totals are looked at as a whole, which only a deep comparison does.
  expect((await found()).map(({ kind }) => kind)).toEqual(['bank-file', 'run'])
  await ground.compare('deep')
  expect(await found()).toEqual([])
})

it('a payout that says it was sent, and stands in no file', async () => {
  const id = ids.held ?? ''
  await ground.pastRules(`UPDATE payout SET status = 'sent', held_from = NULL WHERE id = $1`, [id])
  await ground.compare('deep')
  expect(await found()).toEqual([
    { store: 'ledger', kind: 'payout', subject: id, cause: 'row-without-event', fields: expect.arrayContaining(['status', 'bankFile']) },
  ])
  await ground.pastRules(`UPDATE payout SET status = 'held', held_from = 'submitted' WHERE id = $1`, [id])
  await ground.compare('deep')
  expect(await found()).toEqual([])
})

it('a row of finance off by a cent, and a figure that is not what its payouts add up to', async () => {
  const dir = ground.env.FINANCE_DIR ?? ''
  const id = ids.sent ?? ''
  const manifest = await readManifest(dir)
  if (!manifest) throw new Error('nothing is published')
  const file = publishedFile(dir, manifest)
  const [bytes, said] = [readFileSync(file), readFileSync(manifestPath(dir))]
  // As somebody would who covers their tracks, with the loader stopped.
  await ground.processes.stopAll()
  const alter = async (statement: string) => {
    const store = await openToWrite(file, `${file}.spill`)
    await store.connection.run(statement)
    await store.connection.run('CHECKPOINT')
    store.close()
    writeFileSync(manifestPath(dir), JSON.stringify({ ...manifest, builtAt: new Date(0).toISOString(), written: await writtenAs(file) }))
  }
  await alter(`UPDATE payout_facts SET amount_minor = amount_minor + 1 WHERE id = '${id}'`)
  await ground.compare('quick')
  expect(await found()).toEqual([{ store: 'finance', kind: 'payout', subject: id, cause: 'altered', fields: ['amountMinor'] }])
  await ground.compare('deep')
  expect((await found()).map(({ kind, subject }) => [kind, subject])).toEqual([
    ['figure', 'payouts_by_country'],
    ['payout', id],
  ])
  writeFileSync(file, bytes)
  writeFileSync(manifestPath(dir), said)
  const { utimesSync } = await import('node:fs')
  if (manifest.written) utimesSync(file, manifest.written.mtimeMs / 1000, manifest.written.mtimeMs / 1000)
  writeFileSync(manifestPath(dir), JSON.stringify({ ...manifest, builtAt: new Date(1).toISOString(), written: await writtenAs(file) }))
  await ground.compare('deep')
  expect(await found()).toEqual([])
})

it('a payment that stands as settled or failed without a word of the bank, and one of which the bank said otherwise: deep', async () => {
  const beside = {
    evidence: () => compareEvidence(ground.test.ledger),
    journal: async () => ({ leftOut: 'not looked at here', differences: [], wholly: [] }),
  }
  expect((await ground.compare('deep', beside)).mismatches).toBe(0)
  const set = (id: string, status: string) =>
    ground.pastRules('UPDATE settlement_instruction SET status = $2, answered_at = now() WHERE payout_id = $1', [id, status])
  await set(ids.sent ?? '', 'settled')
  await set(ids.failed ?? '', 'settled')
  await ground.compare('deep', beside)
  const states = (await ground.open()).map(({ subject, cause, fields }) => [subject, cause, fields.find(({ field }) => field === 'status')])
  expect(states).toContainEqual([
    ids.sent,
    'does-not-add-up',
    { field: 'status', expected: 'sent, as the bank’s files say', actual: 'settled' },
  ])
  expect(states).toContainEqual([
    ids.failed,
    'does-not-add-up',
    { field: 'status', expected: 'failed, as the bank’s files say', actual: 'settled' },
  ])
  expect(states).toHaveLength(2)
  await set(ids.sent ?? '', 'sent')
  await set(ids.failed ?? '', 'failed')
  expect((await ground.compare('deep', beside)).mismatches).toBe(0)
})
