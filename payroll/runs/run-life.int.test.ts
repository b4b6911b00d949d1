/** A run’s life through the commands: approvals, idempotency, holds, and the journal they leave. */

import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { TEST_NOW } from '@/stack/test-runner/clock'
import {
  AGAIN,
  APPROVER,
  approvedRun,
  callOf,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  refused,
  submittedRun,
} from '@/stack/test-runner/ledger'
import { csv, eventsOf, payoutsOf, runLedger, test } from '@/stack/test-runner/run-life'
import { dueReleases } from '../transmissions/due-releases'
import { planRelease } from '../transmissions/plan-release'
import { approveRun } from './approve-run'
import { holdPayout, releaseHold } from './hold-payout'
import { RUN_KINDS } from './run-kind'
import { sendBackRun } from './send-back-run'
import { submitRun } from './submit-run'

runLedger()

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
