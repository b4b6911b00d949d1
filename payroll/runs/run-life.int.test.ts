/** A run's life through the commands: approvals, idempotency, holds, bank files, and the journal they leave. */

import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { buildPain001 } from '@/iso20022/pain001'
import { readBankReport } from '@/iso20022/report'
import type { BankReport } from '@/iso20022/report-types'
import { answer } from '@/stack/bank-simulator/answer'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import { TEST_NOW } from '@/stack/test-runner/clock'
import {
  AGAIN,
  APPROVER,
  approvedRun,
  CSV,
  callOf,
  deniedByTwo,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  refused,
  sentRun,
  submittedRun,
  type TestLedger,
  testLedger,
} from '@/stack/test-runner/ledger'
import { applyBankFile, type ReceivedFile } from '../statements/apply'
import { listBankMessages } from '../statements/bank-messages'
import { denyTransmission } from '../transmissions/deny-transmission'
import { dueReleases, unfinishedFiles } from '../transmissions/due-releases'
import { readPaymentFile } from '../transmissions/payment-file'
import { planRelease } from '../transmissions/plan-release'
import { affirmTransmission, beginTransmission, doubtTransmission } from '../transmissions/record-transmission'
import { approveRun } from './approve-run'
import { holdPayout, releaseHold } from './hold-payout'
import { readRun } from './run'
import { RUN_KINDS } from './run-kind'
import { sendBackRun } from './send-back-run'
import { submitRun } from './submit-run'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

let count = 0
/** The same three people with other amounts: a file of its own. */
const csv = (): string => CSV.replace('1200.50', `${1200 + ++count}.50`)
const VIEWER = { userId: 'approver', companies: null }

const payoutsOf = (runId: string) =>
  test.ledger.$queryRaw<{ id: string; status: string; version: number; line_number: number }[]>`
    SELECT id, status, version, line_number FROM payout WHERE run_id = ${runId}::uuid ORDER BY line_number`
const eventsOf = (id: string) =>
  test.ledger.$queryRaw<{ version: number; type: string; event: string }[]>`
    SELECT version, type, event FROM outbox WHERE aggregate_id = ${id}::uuid ORDER BY version`

describe('importing', () => {
  it('counts on beyond the hundredth run of a period', async () => {
    let reference = ''
    for (let run = 1; run <= 101; run += 1) reference = done(await draftRun(test, csv(), '2027-05')).reference
    expect(reference).toMatch(/-2027-05-101-[A-Z0-9]{4}$/)
  })

  it('does not see a company the caller does not work for', async () => {
    const call = { ...callOf(PREPARER), companies: [randomUUID()] }
    expect(refused(await draftRun(test, csv(), '2026-11', call))).toBe('not-found')
  })
})

it.each(RUN_KINDS)('tells what the run is for in every event of it: %s', async (kind) => {
  const { id } = await approvedRun(test, csv(), '2026-11', kind)
  const events = (await eventsOf(id)).map(({ event }) => readEvent(event))
  expect(events.map((event) => event.kind === 'payroll-run' && event.data.run.kind)).toEqual([kind, kind])
})

describe('approving', () => {
  it('is refused to the preparer, by another seal, and on another version', async () => {
    const { id, seal } = await submittedRun(test, csv())
    expect(refused(await approveRun(test.ledger, callOf(PREPARER), id, 2, seal, AGAIN))).toBe('four-eyes')
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), id, 2, '0'.repeat(64), AGAIN))).toBe('seal-changed')
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), id, 1, seal, AGAIN))).toBe('version-behind')
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal, AGAIN))
  })

  it('is refused when a line was changed behind the seal', async () => {
    const { id, seal } = await submittedRun(test, csv())
    const owner = new Client({ connectionString: test.database.url })
    await owner.connect()
    await owner.query('ALTER TABLE payroll_line DISABLE TRIGGER USER')
    await owner.query('UPDATE payroll_line SET amount_minor = amount_minor + 1 WHERE run_id = $1', [id])
    await owner.query('ALTER TABLE payroll_line ENABLE TRIGGER USER')
    await owner.end()
    expect(refused(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal, AGAIN))).toBe('seal-changed')
  })

  it('happens once when two people approve at the same moment', async () => {
    const { id, seal } = await submittedRun(test, csv())
    const second = { kind: 'user' as const, id: 'approver-2', name: 'Second' }
    const answers = await Promise.all([APPROVER, second].map((actor) => approveRun(test.ledger, callOf(actor), id, 2, seal, AGAIN)))
    expect(answers.filter((each) => each.result.ok)).toHaveLength(1)
    expect((await eventsOf(id)).map((event) => event.type)).toEqual(['payroll-run.submitted', 'payroll-run.approved'])
  })

  it('is possible again after the run was sent back and submitted again', async () => {
    const { id } = await submittedRun(test, csv())
    done(await sendBackRun(test.ledger, callOf(APPROVER), id, 2, 'check line 2'))
    expect((await payoutsOf(id)).map((payout) => payout.status)).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
    const { seal } = done(await submitRun(test.ledger, callOf(PREPARER), id, 3, AGAIN))
    done(await approveRun(test.ledger, callOf(APPROVER), id, 4, seal ?? '', AGAIN))
    const payouts = await payoutsOf(id)
    expect(payouts.map((payout) => [payout.status, payout.version])).toEqual(Array(3).fill(['approved', 4]))
  })
})

describe('releasing', () => {
  it('gives lines beyond the hundred-thousandth row end-to-end ids of their own', async () => {
    const [header = '', first = '', second = '', third = ''] = csv().split('\n')
    const rows = [header, first, ...Array(9_998).fill(''), second, ...Array(90_008).fill(''), third]
    const { id } = await approvedRun(test, rows.join('\n'))
    done(await planRelease(test.ledger, gatewayCall(), id))
    expect((await payoutsOf(id)).map((payout) => payout.line_number)).toEqual([2, 10_001, 100_010])
    const ids = await test.ledger.$queryRaw<{ end_to_end_id: string }[]>`
      SELECT end_to_end_id FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
    expect(ids.map((each) => each.end_to_end_id.split('-').at(-1))).toEqual(['00002', '10001', '100010'])
  })
})

describe('an idempotency key', () => {
  it('gives the first answer again, and refuses another request', async () => {
    const { id } = done(await draftRun(test, csv()))
    const first = await submitRun(test.ledger, callOf(PREPARER, 'k1', 'submit'), id, 1, AGAIN)
    const again = await submitRun(test.ledger, callOf(PREPARER, 'k1', 'submit'), id, 1, AGAIN)
    expect(again).toEqual({ ...first, replayed: true })
    expect(refused(await submitRun(test.ledger, callOf(PREPARER, 'k1', 'other'), id, 1, AGAIN))).toBe('key-reused')
    expect(refused(await submitRun(test.ledger, callOf(APPROVER, 'k1', 'submit'), id, 1, AGAIN))).toBe('version-behind')
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('answers a concurrent twin at once, and counts once', async () => {
    const { id } = done(await draftRun(test, csv()))
    const twins = await Promise.all(Array.from({ length: 6 }, () => submitRun(test.ledger, callOf(PREPARER, 'k2', 'x'), id, 1, AGAIN)))
    for (const { result } of twins) if (!result.ok) expect(result.rejection.code).toBe('in-progress')
    expect(twins.some(({ result }) => result.ok)).toBe(true)
    expect(await eventsOf(id)).toHaveLength(1)
  })
})

describe('holding', () => {
  it('keeps a payout out of the bank file, and its release sends it after', async () => {
    const { id, seal } = await submittedRun(test, csv())
    const [payout] = await payoutsOf(id)
    const payoutId = payout?.id ?? ''
    done(await holdPayout(test.ledger, callOf(PREPARER), payoutId, 1, 'asked by phone'))
    expect(refused(await holdPayout(test.ledger, callOf(PREPARER), payoutId, 1, 'again'))).toBe('version-behind')
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal, AGAIN))
    expect(done(await planRelease(test.ledger, gatewayCall(), id)).instructions).toBe(2)
    expect((await payoutsOf(id))[0]).toMatchObject({ status: 'held', version: 3 })
    done(await releaseHold(test.ledger, callOf(PREPARER), payoutId, 3, 'cleared'))
    expect((await dueReleases(test.ledger, TEST_NOW)).map((run) => run.id)).toContain(id)
    expect(done(await planRelease(test.ledger, gatewayCall(), id)).instructions).toBe(1)
    expect(refused(await holdPayout(test.ledger, callOf(PREPARER), payoutId, 4, 'too late'))).toBe('wrong-state')
  })

  it('of somebody else is let go by nobody who had a hand in the run', async () => {
    const { id, seal } = await submittedRun(test, csv())
    const [payout] = await payoutsOf(id)
    const payoutId = payout?.id ?? ''
    done(await holdPayout(test.ledger, callOf(APPROVER), payoutId, 1, 'looks like fraud'))
    done(await approveRun(test.ledger, callOf(APPROVER), id, 2, seal, AGAIN))
    expect(refused(await releaseHold(test.ledger, callOf(PREPARER), payoutId, 3, 'it is fine'))).toBe('hand-in-run')
    expect((await payoutsOf(id))[0]).toMatchObject({ status: 'held', version: 3 })
    done(await releaseHold(test.ledger, callOf({ kind: 'user', id: 'support', name: 'Test Support' }), payoutId, 3, 'asked the employer'))
  })

  it('says what has changed, field by field', async () => {
    const { id } = await approvedRun(test, csv())
    const [payout] = await payoutsOf(id)
    const { result } = await holdPayout(test.ledger, callOf(PREPARER), payout?.id ?? '', 1, 'reason')
    expect(result).toMatchObject({ ok: false, rejection: { code: 'version-behind' } })
    if (result.ok || result.rejection.code !== 'version-behind') return
    expect(result.rejection.changed[0]).toEqual({ field: 'status', seen: 'submitted', now: 'approved' })
  })
})

describe('the bank', () => {
  const xmlOf = async (messageId: string): Promise<string> => {
    const [row] = await test.ledger.$queryRaw<
      { id: string }[]
    >`SELECT id FROM bank_message WHERE message_id = ${messageId} AND direction = 'out'`
    const { transfer, format } = await readPaymentFile(test.ledger, row?.id ?? '')
    return buildPain001(transfer, format).xml
  }
  const report = (xml: string): BankReport => {
    const read = readBankReport(Buffer.from(xml))
    if (read.kind === 'unreadable') throw new Error(read.reason)
    return read
  }
  const apply = async (received: ReceivedFile, said: BankReport) => {
    const document = { place: received.fileName, sha256: received.sha256, report: said }
    const { messages } = done(await applyBankFile(test.ledger, gatewayCall(), received, [document]))
    return messages[0]
  }
  const file = (name: string) => ({ fileName: name, sha256: Buffer.from(`${name}${count}`).toString('hex').padEnd(64, '0') })

  it('settles a run by what it booked, whatever order its files come in, and once', async () => {
    const closed = csv().replace('ES9121000418450200051332', sampleAccount('ES', randomOf('closed'), '40004').account)
    const run = await sentRun(test, closed)
    const { pain002, booking } = answer(await xmlOf(run.messages[0] ?? ''), TEST_NOW)
    const booked = await apply(file('camt'), report(booking?.xml ?? ''))
    expect(booked).toMatchObject({ outcome: 'applied', settled: 2, findings: 0 })
    const rejected = await apply(file('pain'), report(pain002))
    expect(rejected).toMatchObject({ outcome: 'applied', failed: 1, findings: 0 })
    const again = await apply(file('camt'), report(booking?.xml ?? ''))
    expect(again).toMatchObject({ outcome: 'ignored', settled: 0 })
    // The same message in other bytes says nothing new.
    const otherBytes = await apply(file('camt-2'), report(booking?.xml ?? ''))
    expect(otherBytes).toMatchObject({ outcome: 'ignored', settled: 0 })
    expect((await payoutsOf(run.id)).map((payout) => [payout.status, payout.version])).toEqual([
      ['failed', 4],
      ['settled', 4],
      ['settled', 4],
    ])
    const page = await readRun(test.ledger, VIEWER, run.id)
    expect(page).toMatchObject({ status: 'settled', payouts: { settled: 2, failed: 1 } })
    const listed = await listBankMessages(test.ledger, VIEWER, run.id)
    expect(listed.map((each) => [each.kind, each.status, each.settled, each.failed])).toEqual(
      expect.arrayContaining([
        ['camt.054', 'applied', 2, 0],
        ['pain.002', 'applied', 0, 1],
        ['camt.054', 'ignored', 0, 0],
      ]),
    )
    expect(listed.some(({ status }) => status === 'set-aside')).toBe(false)
  })

  it('changes nothing by what it names wrongly: each is a finding', async () => {
    const run = await sentRun(test, csv())
    const { booking } = answer(await xmlOf(run.messages[0] ?? ''), TEST_NOW)
    const strange = (booking?.xml ?? '')
      .replace(/(<EndToEndId>[^<]+)(<\/EndToEndId>)/, '$1X$2')
      .replace(/(<InstrId>[^<]+)(<\/InstrId>)/, '$1X$2')
      .replace(/2300\.00/g, '2300.01')
    const applied = await apply(file('strange'), report(strange))
    expect(applied).toMatchObject({ settled: 1, findings: 2 })
    expect((await payoutsOf(run.id)).filter((payout) => payout.status === 'sent')).toHaveLength(2)
    const problems = (await listBankMessages(test.ledger, VIEWER, run.id)).flatMap((each) =>
      each.findings.map((finding) => finding.problem),
    )
    expect(problems.sort()).toEqual([
      'booked with another amount, currency or account than we sent',
      'booked, but no payment has this end-to-end id',
    ])
  })

  it('proves by its answer that it got a file whose hand-over was not recorded', async () => {
    const run = await approvedRun(test, csv())
    const { messages } = done(await planRelease(test.ledger, gatewayCall(), run.id))
    const [out] = (await unfinishedFiles(test.ledger)).filter((each) => each.fileName === `${messages[0]}.xml`)
    done(await beginTransmission(test.ledger, gatewayCall(), out?.id ?? '', 'f'.repeat(64)))
    done(await doubtTransmission(test.ledger, gatewayCall(), out?.id ?? ''))
    const { booking } = answer(await xmlOf(messages[0] ?? ''), TEST_NOW)
    expect(await apply(file('proof'), report(booking?.xml ?? ''))).toMatchObject({ settled: 3 })
    expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), out?.id ?? '', 'they say no'))).toBe('wrong-state')
  })

  it('is asked by a person otherwise: yes sends, no lets the file go again', async () => {
    const run = await approvedRun(test, csv())
    done(await planRelease(test.ledger, gatewayCall(), run.id))
    const [out] = await unfinishedFiles(test.ledger)
    const id = out?.id ?? ''
    done(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))
    expect(refused(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))).toBe('wrong-state')
    expect(refused(await denyTransmission(test.ledger, callOf(APPROVER), id, 'it may still go'))).toBe('wrong-state')
    done(await doubtTransmission(test.ledger, gatewayCall(), id))
    await deniedByTwo(test, id, 'not in their folder')
    done(await beginTransmission(test.ledger, gatewayCall(), id, 'e'.repeat(64)))
    done(await doubtTransmission(test.ledger, gatewayCall(), id))
    done(await affirmTransmission(test.ledger, callOf(APPROVER), id, 'they have it'))
    expect((await payoutsOf(run.id)).every((payout) => payout.status === 'sent')).toBe(true)
  })
})

describe('the journal', () => {
  it('holds for every payout and run each version from 1 on, readable by the contract', async () => {
    const rows = await test.ledger.$queryRaw<{ aggregate_id: string; aggregate_type: string; version: number; event: string }[]>`
      SELECT aggregate_id::text, aggregate_type, version, event FROM outbox ORDER BY aggregate_id, version`
    expect(rows.length).toBeGreaterThan(100)
    const problems = rows.flatMap((row) => {
      const event = readEvent(row.event)
      return event.kind === 'unreadable'
        ? [event.reason]
        : event.version === row.version && event.subject === row.aggregate_id
          ? []
          : [row.aggregate_id]
    })
    expect(problems).toEqual([])
    const versions = Map.groupBy(
      rows.filter((row) => row.aggregate_type === 'payout'),
      (row) => row.aggregate_id,
    )
    for (const events of versions.values()) expect(events.map((event) => event.version)).toEqual(events.map((_, index) => index + 1))
  })
})
