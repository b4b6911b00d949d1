/** A finding's way to its resolution: two people for what concerns money, in the commands and by raw SQL. */
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '@/iso20022/report-types'
import { batch, booked, comesBack, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { createCompany } from '../companies/create-company'
import { applyBankFile } from '../statements/apply'
import { assignException } from './assign-exception'
import { listCandidates } from './exception-candidates'
import { listExceptions, readException } from './exceptions'
import { confirmResolution, confirmSeveral, proposeForSeveral, proposeResolution, refuseResolution } from './resolve-exception'

let test: TestLedger
let app: Client
beforeAll(async () => {
  test = await testLedger()
  app = new Client({ connectionString: test.database.appUrl })
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await test.close()
})

const VIEWER = { userId: 'preparer', companies: null }
const REASON = 'asked the bank by phone'
let count = 0

async function sentPeople(): Promise<{ runId: string; messageId: string; blockId: string; sent: [Sent, Sent] }> {
  const rows = [1, 2].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${100 * ++count + n}.00`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const sent = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { runId: run.id, messageId: run.messages[0] ?? '', blockId: sent[0]?.blockId ?? '', sent: sent as unknown as [Sent, Sent] }
}

/** What the bank says becomes a finding; its id. */
async function found(...entries: Entry[]): Promise<string> {
  const document = documentOf(booked(entries))
  const before = new Set((await openExceptions()).map((row) => row.id))
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName: document.place, sha256: document.sha256 }, [document]))
  const [added] = (await openExceptions()).filter((row) => !before.has(row.id))
  return added?.id ?? ''
}
const openExceptions = async () =>
  (await listExceptions(test.ledger, VIEWER, { state: 'open', mine: false, ofNoRun: false, cursor: null })).rows
const stranger = (sent: Sent): Sent => ({ ...sent, endToEndId: `STRANGER-${++count}` })
const statusOf = async (sent: Sent): Promise<string> => {
  const [row] = await test.ledger.$queryRaw<{ status: string }[]>`
    SELECT p.status FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE i.end_to_end_id = ${sent.endToEndId}`
  return row?.status ?? ''
}
const matchWith = (sent: Sent | null) => ({ resolution: 'matched' as const, matchedTo: sent?.endToEndId ?? null, reason: REASON })
const WRITE_OFF = { resolution: 'written-off' as const, matchedTo: null, reason: REASON }

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
    const said: Sent = { endToEndId: `STRANGER-${++count}`, amountMinor: 765_432n, currency: 'EUR' }
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

describe('a finding', () => {
  it('that concerns money is written off by two, and one without an amount is closed by one', async () => {
    const { sent, messageId } = await sentPeople()
    const id = await found(debit('w1', [stranger(sent[0])]))
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, WRITE_OFF)).state).toBe('proposed')
    expect(done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 })).state).toBe('resolved')
    const report = documentOf(status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'RVNM' }]))
    done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'v.xml', sha256: report.sha256 }, [report]))
    const checked = (await openExceptions()).find((row) => row.problem.includes('Payee check'))
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id: checked?.id ?? '', version: 1 }, WRITE_OFF)).state).toBe(
      'resolved',
    )
  })

  it('is refused back to open, handed over only to a person there is, and keeps its history', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('w2', [stranger(sent[0])]))
    done(await assignException(test.ledger, callOf(PREPARER), id, 1, 'preparer', ['coordinator']))
    expect(refused(await assignException(test.ledger, callOf(PREPARER), id, 2, 'nobody', ['coordinator']))).toBe('not-found')
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 2 }, WRITE_OFF))
    done(await refuseResolution(test.ledger, callOf(APPROVER), { id, version: 3 }, 'ask them once more'))
    expect(await readException(test.ledger, VIEWER, id)).toMatchObject({
      state: 'open',
      version: 4,
      owner: { id: 'preparer' },
      resolution: null,
    })
    expect(refused(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 4 }))).toBe('wrong-state')
  })

  it('that two people act on at once tells the second what has changed', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('w3', [stranger(sent[0])]))
    const answers = await Promise.all(
      [PREPARER, APPROVER].map((actor) => proposeResolution(test.ledger, callOf(actor), { id, version: 1 }, WRITE_OFF)),
    )
    expect(answers.filter((each) => each.result.ok)).toHaveLength(1)
    const late = answers.find((each) => !each.result.ok)?.result
    expect(late).toMatchObject({ rejection: { code: 'version-behind', current: { state: 'proposed', version: 2 } } })
    if (late?.ok === false && late.rejection.code === 'version-behind') {
      expect(late.rejection.changed).toContainEqual({ field: 'state', seen: 'open', now: 'proposed' })
    }
  })

  it('of a company is not seen by those who do not work for it', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('w4', [stranger(sent[0])]))
    const elsewhere = { userId: 'preparer', companies: [randomUUID()] }
    expect(await readException(test.ledger, elsewhere, id)).toBeNull()
    expect(
      refused(await assignException(test.ledger, { ...callOf(PREPARER), companies: elsewhere.companies }, id, 1, 'preparer', [])),
    ).toBe('not-found')
  })
})

describe('several findings at once', () => {
  it('are proposed and confirmed each by itself: what has changed, is gone or is one’s own keeps none of the others', async () => {
    const { sent, messageId } = await sentPeople()
    const [open, stale] = [await found(debit('s1', [stranger(sent[0])])), await found(debit('s2', [stranger(sent[1])]))]
    const report = documentOf(status(messageId, [{ endToEndId: sent[0].endToEndId, status: 'RVNM' }]))
    done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 's.xml', sha256: report.sha256 }, [report]))
    const note = (await openExceptions()).find((row) => row.reference === sent[0].endToEndId)?.id ?? ''
    done(await assignException(test.ledger, callOf(APPROVER), stale, 1, 'approver', ['coordinator']))
    const strange = randomUUID()
    const outcomes = async (actor: typeof PREPARER, act: 'propose' | 'confirm', version: number) => {
      const seen = [open, stale, note, strange].map((id) => ({ id, version }))
      const call = callOf(actor)
      const { findings } = done(
        act === 'propose'
          ? await proposeForSeveral(test.ledger, call, seen, { resolution: 'written-off', reason: REASON })
          : await confirmSeveral(test.ledger, call, seen),
      )
      const of = new Map(findings.map((each) => [each.id, each.done ? each.state : each.code]))
      return [open, stale, note, strange].map((id) => of.get(id))
    }
    expect(await outcomes(PREPARER, 'propose', 1)).toEqual(['proposed', 'version-behind', 'resolved', 'not-found'])
    expect(await outcomes(PREPARER, 'confirm', 2)).toEqual(['four-eyes', 'wrong-state', 'wrong-state', 'not-found'])
    expect(await outcomes(APPROVER, 'confirm', 2)).toEqual(['resolved', 'wrong-state', 'wrong-state', 'not-found'])
  })

  it('stand under one idempotency key: the same request again is answered the same and does nothing', async () => {
    const { sent } = await sentPeople()
    const seen = [{ id: await found(debit('s3', [stranger(sent[0])])), version: 1 }]
    const idempotency = { endpoint: '/api/findings/proposals', key: randomUUID(), requestHash: 'h' }
    const propose = () =>
      proposeForSeveral(test.ledger, { ...callOf(PREPARER), idempotency }, seen, { resolution: 'written-off', reason: REASON })
    const [first, again] = [await propose(), await propose()]
    expect([again.result, again.replayed]).toEqual([first.result, true])
  })

  it('are listed apart when they name no payment of any run', async () => {
    const { sent } = await sentPeople()
    const named = await found(debit('s4', [{ ...sent[0], amountMinor: sent[0].amountMinor - 1n }]))
    const nameless = await found(debit('s5', [stranger(sent[0])]))
    const { rows } = await listExceptions(test.ledger, VIEWER, { state: 'open', mine: false, ofNoRun: true, cursor: null })
    expect([named, nameless].map((id) => rows.some((row) => row.id === id))).toEqual([false, true])
  })
})

describe('the database', () => {
  const RULE = '23514'
  const attempt = async (...statements: string[]): Promise<string | null> => {
    await app.query('BEGIN')
    try {
      for (const statement of statements) await app.query(statement)
      return null
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await app.query('ROLLBACK')
    }
  }
  const PROPOSE = (id: string, by = 'preparer') =>
    `UPDATE bank_finding SET state = 'proposed', resolution = 'written-off', reason = 'x', proposed_by = '${by}', proposed_at = now(), version = version + 1 WHERE id = '${id}'`
  const CONFIRM = (id: string, by: string, more = '') =>
    `UPDATE bank_finding SET state = 'resolved', confirmed_by = '${by}', resolved_at = now(), version = version + 1 ${more} WHERE id = '${id}'`

  it('lets nobody confirm what they proposed, alone, otherwise than proposed, or twice', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('x1', [stranger(sent[0])]))
    const resolve = `UPDATE bank_finding SET state = 'resolved', resolution = 'written-off', reason = 'x', proposed_by = 'preparer', proposed_at = now(), resolved_at = now(), version = version + 1`
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'approver'))).toBeNull()
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'preparer'))).toBe(RULE)
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'approver', `, proposed_by = 'somebody'`))).toBe(RULE)
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'approver', `, resolution = 'returned-to-bank'`))).toBe(RULE)
    expect(await attempt(`${resolve} WHERE id = '${id}'`)).toBe(RULE)
    expect(await attempt(`${resolve}, confirmed_by = 'approver' WHERE id = '${id}'`)).toBe(RULE)
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'approver'), CONFIRM(id, 'third'))).toBe(RULE)
    expect(await attempt(`UPDATE bank_finding SET amount_minor = NULL, version = version + 1 WHERE id = '${id}'`)).toBe(RULE)
    expect(await attempt(`DELETE FROM bank_finding WHERE id = '${id}'`)).toBe('42501')
  })

  it('matches no entry that two people have not matched', async () => {
    const { sent } = await sentPeople()
    const id = await found(debit('x2', [stranger(sent[0])]))
    const match = `UPDATE bank_claim SET matched_to = '${sent[0].endToEndId}' WHERE key = (SELECT claim_key FROM bank_finding WHERE id = '${id}')`
    expect(await attempt(match)).toBe(RULE)
    expect(await attempt(PROPOSE(id), CONFIRM(id, 'approver'), match)).toBe(RULE)
    expect(await attempt(`UPDATE bank_claim SET amount_minor = 1`)).toBe(RULE)
  })
})

it('what is done to findings has a sample of its event, for those who read it later', async () => {
  const types = await test.ledger.$queryRaw<
    { type: string }[]
  >`SELECT DISTINCT type FROM outbox WHERE aggregate_type = 'audit' ORDER BY type`
  const samples = readdirSync('events/samples')
  expect(types.length).toBeGreaterThan(3)
  expect(types.filter(({ type }) => !samples.includes(`${type}.v1.json`))).toEqual([])
})
