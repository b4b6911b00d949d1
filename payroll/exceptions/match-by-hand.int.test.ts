/** A match by hand of what the bank says with a payment: two people, in the commands. */
import { describe, expect, it } from 'vitest'
import { batch, comesBack, debit } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, PREPARER, refused, sentRun } from '@/stack/test-runner/ledger'
import { exceptionLedger, found, matchWith, REASON, sentPeople, statusOf, stranger, test, VIEWER } from '@/stack/test-runner/resolved'
import { createCompany } from '../companies/create-company'
import { listCandidates } from './exception-candidates'
import { readException } from './exceptions'
import { confirmResolution, proposeResolution } from './resolve-exception'

exceptionLedger()

describe('a match by hand', () => {
  it('settles the payment when a second person confirms it, by the event every settlement has', async () => {
    const { runId, sent } = await sentPeople()
    const id = await found(debit('m1', [stranger(sent[0])]))
    expect((await listCandidates(test.ledger, VIEWER, id)).map((each) => each.id)).toEqual([sent[0].endToEndId])
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, matchWith(sent[0])))
    expect(await statusOf(sent[0])).toBe('sent')
    expect(refused(await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }))).toBe('four-eyes')
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await statusOf(sent[0])).toBe('settled')
    const events = await test.ledger.$queryRaw<{ type: string; actor: string; reason: string }[]>`
      SELECT type, actor, reason FROM outbox WHERE aggregate_id = (SELECT payout_id FROM settlement_instruction WHERE end_to_end_id = ${sent[0].endToEndId})
      ORDER BY version DESC LIMIT 1`
    expect(events).toEqual([{ type: 'payout.settled', actor: 'approver', reason: REASON }])
    await found(debit('m1b', [sent[1]]))
    const [run] = await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payroll_run WHERE id = ${runId}::uuid`
    expect(run?.status).toBe('settled')
    const finding = await readException(test.ledger, VIEWER, id)
    expect(finding).toMatchObject({
      state: 'resolved',
      resolution: 'matched',
      proposedBy: { id: 'preparer' },
      confirmedBy: { id: 'approver' },
    })
    expect(finding?.history.map((entry) => entry.type)).toEqual(['audit.finding-resolved', 'audit.finding-proposed'])
  })

  it('is refused with a payment of another amount, and with one that is settled meanwhile', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('m2', [stranger(sent[0])]))
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, matchWith(sent[1])))).toBe('no-match')
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, matchWith(null)))).toBe('no-match')
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, matchWith(sent[0])))
    await found(debit('m2b', [sent[0]]))
    expect(refused(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))).toBe('no-match')
  })

  it('finds whom it means among more payments of its amount than are shown', async () => {
    const rows = Array.from(
      { length: 22 },
      (_, n) => `${n + 1},Zoë Großer ${String.fromCharCode(65 + n)}x,DE,DE89370400440532013000,,EUR,4444.00`,
    )
    const { messages } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
    const id = await found(debit('m6', [{ endToEndId: 'STRANGER', amountMinor: 444_400n, currency: 'EUR' }]))
    const names = async (find: string | null) => (await listCandidates(test.ledger, VIEWER, id, { find })).map((each) => each.name)
    expect(messages).toHaveLength(1)
    expect(await names(null)).toHaveLength(20)
    expect(await names('grosser VX')).toEqual(['Zoë Großer Vx'])
    expect(await names('22 %')).toEqual([])
    const [last] = await listCandidates(test.ledger, VIEWER, id, { find: 'großer vx' })
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, { ...matchWith(null), matchedTo: last?.id ?? '' }))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await statusOf({ endToEndId: last?.id ?? '', amountMinor: 0n, currency: 'EUR' })).toBe('settled')
  })

  it('is offered and made only with payments from the account the entry stands on', async () => {
    const other = await createCompany(test.ledger, {
      code: 'OTHER',
      name: 'Other',
      country: 'DE',
      bank: { name: 'Other bank', cutOff: '16:30', timeZone: 'Europe/Berlin', batchBooking: true, releaseAfterSeconds: 0 },
      accounts: [{ currency: 'EUR', account: 'DE89370400440532013000', bic: 'COBADEFFXXX', home: true }],
    })
    const csv = 'employee_number,employee_name,country,account,bic,currency,amount\n1,Ana Ruiz,ES,ES9121000418450200051332,,EUR,7654.32'
    const ids = async (runId: string) => {
      const rows = await test.ledger.$queryRaw<{ id: string; block: string }[]>`
        SELECT end_to_end_id AS id, block_id AS block FROM settlement_instruction i JOIN payout p ON p.id = i.payout_id WHERE p.run_id = ${runId}::uuid`
      return { payment: rows[0]?.id ?? '', block: rows[0]?.block ?? '' }
    }
    const ours = await ids((await sentRun(test, csv)).id)
    const theirs = await ids((await sentRun({ ...test, companyId: other }, csv)).id)
    const said = stranger({ endToEndId: '', amountMinor: 765_432n, currency: 'EUR' })
    const single = await found(debit('m7', [said]))
    expect((await listCandidates(test.ledger, VIEWER, single)).map((each) => each.id)).toEqual([ours.payment])
    const wrong = { ...matchWith(null), matchedTo: theirs.payment }
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id: single, version: 1 }, wrong))).toBe('no-match')
    const whole = await found(batch('m8', 'STRANGE-BLOCK', [said]))
    expect((await listCandidates(test.ledger, VIEWER, whole)).map((each) => each.id)).toEqual([ours.block])
    const named = await found(debit('m9', [{ ...said, endToEndId: theirs.payment }]))
    expect((await listCandidates(test.ledger, VIEWER, named)).map((each) => each.id)).toEqual([theirs.payment, ours.payment])
  })

  it('is possible with the payment the bank names in another amount', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('m3', [{ ...sent[0], amountMinor: sent[0].amountMinor - 5n }]))
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, matchWith(sent[0])))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await statusOf(sent[0])).toBe('settled')
  })

  it('makes a return of a credit that was not marked as one, and settles a block by a batch without its count', async () => {
    const { sent, blockId } = await sentPeople()
    const sum = { amountMinor: sent[0].amountMinor + sent[1].amountMinor, currency: 'EUR' }
    const id = await found(batch('m4', blockId, sent, { batches: [{ messageId: null, paymentInformationId: blockId, count: null, sum }] }))
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, { ...matchWith(null), matchedTo: blockId }))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect([await statusOf(sent[0]), await statusOf(sent[1])]).toEqual(['settled', 'settled'])
    const back = await found(comesBack('m5', stranger(sent[1]), 'AC04'))
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id: back, version: 1 }, matchWith(sent[1])))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id: back, version: 2 }))
    expect(await statusOf(sent[1])).toBe('returned')
  })
})
