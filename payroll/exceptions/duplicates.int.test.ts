/** A rejection as a duplicate fails nobody by itself: two people say that the payments really were refused, or dismiss the report. */
import { createHash, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import type { Sent } from '@/stack/test-runner/bank-says'
import { answer, because, block, document, entries, report, statement } from '@/stack/test-runner/bank-xml'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { applyBankFile } from '../statements/apply'
import { type ExceptionDetail, readException } from './exceptions'
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

const VIEWER = { userId: APPROVER.id, companies: null }
const REALLY = { resolution: 'refused' as const, matchedTo: null, reason: 'The bank has no other file of these payments.' }
const DISMISS = { resolution: 'dismissed' as const, matchedTo: null, reason: 'It had the file twice, by mistake.' }
let count = 0

type Run = { id: string; messageId: string; blockId: string; people: Sent[] }

async function sent(): Promise<Run> {
  const rows = [1, 2, 3].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${1000 * ++count + n}.00`)
  const { id, messages } = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const people = await test.ledger.$queryRaw<(Sent & { blockId: string })[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency, i.block_id AS "blockId"
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`
  return { id, messageId: messages[0] ?? '', blockId: people[0]?.blockId ?? '', people }
}

async function says(xml: string): Promise<void> {
  const bytes = Buffer.from(xml)
  const fileName = `${randomUUID()}.xml`
  const { documents } = await readBankFile(bytes, fileName)
  done(await applyBankFile(test.ledger, gatewayCall(), { fileName, sha256: createHash('sha256').update(bytes).digest('hex') }, documents))
}
const status = (run: Run, group: string, blocks = '') =>
  says(document('pain.002.001.10', report(`R${++count}`, run.messageId, group, blocks)))
const duplicate = (run: Run, code = 'DU01') => status(run, `<GrpSts>RJCT</GrpSts>${because(code)}`)
const books = (some: readonly Sent[]) =>
  says(document('camt.053.001.08', statement(`S${++count}`, entries(some, { reference: `BK${count}` }))))

async function findingOf(run: Run): Promise<ExceptionDetail> {
  const [row] = await test.ledger.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key WHERE c.message_id = ${run.messageId} AND c.kind = 'rejection'`
  return (await readException(test.ledger, VIEWER, row?.id ?? '')) as ExceptionDetail
}
const statesOf = async (run: Run): Promise<string> => {
  const rows = await test.ledger.$queryRaw<{ state: string }[]>`
    SELECT concat_ws(' ', p.status, i.reason_code) AS state FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id
    WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return rows.map(({ state }) => state).join(', ')
}
const runState = async (run: Run) =>
  (await test.ledger.$queryRaw<{ status: string }[]>`SELECT status FROM payroll_run WHERE id = ${run.id}::uuid`)[0]?.status

describe('a file rejected as a duplicate', () => {
  it.each(['DU01', 'AM05'])('as %s fails its payments with that code once two people say that they really were refused', async (code) => {
    const run = await sent()
    await duplicate(run, code)
    expect(await statesOf(run)).toBe('sent, sent, sent')
    const { id, refusal } = await findingOf(run)
    expect(refusal).toMatchObject({ code, fails: 3, booked: 0, sums: [{ currency: 'EUR' }] })
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, REALLY)).state).toBe('proposed')
    expect(await statesOf(run)).toBe('sent, sent, sent')
    expect(refused(await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }))).toBe('four-eyes')
    expect(done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 })).state).toBe('resolved')
    expect(await statesOf(run)).toBe(`failed ${code}, failed ${code}, failed ${code}`)
    expect(await runState(run)).toBe('settled')
    const [event] = await test.ledger.$queryRaw<{ type: string; actor: string; reason: string }[]>`
      SELECT type, actor, reason FROM outbox WHERE aggregate_id IN (SELECT id FROM payout WHERE run_id = ${run.id}::uuid) ORDER BY xid DESC, seq DESC LIMIT 1`
    expect(event).toEqual({ type: 'payout.failed', actor: 'approver', reason: REALLY.reason })
    expect(await findingOf(run)).toMatchObject({
      state: 'resolved',
      resolution: 'refused',
      proposedBy: { id: 'preparer' },
      confirmedBy: { id: 'approver' },
    })
  })

  it('leaves what the bank has booked as it is, before and afterwards', async () => {
    const run = await sent()
    await books(run.people.slice(0, 1))
    await duplicate(run)
    const { id, refusal } = await findingOf(run)
    expect(refusal).toMatchObject({ fails: 2, booked: 1 })
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, REALLY))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await statesOf(run)).toBe('settled, failed DU01, failed DU01')
    await books(run.people.slice(1, 2))
    expect(await statesOf(run)).toBe('settled, settled, failed DU01')
  })

  it('is dismissed by two people, and fails nobody then either', async () => {
    const run = await sent()
    await duplicate(run)
    const { id } = await findingOf(run)
    expect(done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, DISMISS)).state).toBe('proposed')
    expect(refused(await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 }))).toBe('four-eyes')
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    await duplicate(run)
    expect(await statesOf(run)).toBe('sent, sent, sent')
    expect(await findingOf(run)).toMatchObject({ state: 'resolved', resolution: 'dismissed', refusal: null })
    await books(run.people)
    expect(await statesOf(run)).toBe('settled, settled, settled')
  })

  it('is decided by these two answers alone, and they fit nothing else', async () => {
    const run = await sent()
    await duplicate(run)
    const { id } = await findingOf(run)
    for (const resolution of ['written-off', 'returned-to-bank', 'applied', 'discarded'] as const)
      expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, { ...REALLY, resolution }))).toBe(
        'unsuited',
      )
    const several = done(
      await proposeForSeveral(test.ledger, callOf(PREPARER), [{ id, version: 1 }], { resolution: 'written-off', reason: 'x' }),
    )
    expect(several.findings).toMatchObject([
      {
        done: false,
        code: 'unsuited',
        detail: 'The bank rejected these payments as duplicates. Open the exception, then mark them as refused or dismiss the report.',
      },
    ])
    const other = await sent()
    await status(other, '<GrpSts>PART</GrpSts>', block(other.blockId, answer(other.people[0] as Sent, 'RVNM')))
    const [note] = await test.ledger.$queryRaw<{ id: string }[]>`
      SELECT f.id FROM bank_finding f JOIN bank_claim c ON c.key = f.claim_key WHERE c.about = ${other.people[0]?.endToEndId}`
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id: note?.id ?? '', version: 1 }, REALLY))).toBe('unsuited')
  })

  it('whose payments are all booked cannot be said to be refused', async () => {
    const run = await sent()
    await books(run.people)
    await duplicate(run)
    const { id } = await findingOf(run)
    expect(refused(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, REALLY))).toBe('unsuited')
  })

  it('is decided by nobody who does not work for its company, and may be refused and proposed anew', async () => {
    const run = await sent()
    await duplicate(run)
    const { id } = await findingOf(run)
    const elsewhere = { ...callOf(PREPARER), companies: [randomUUID()] }
    expect(refused(await proposeResolution(test.ledger, elsewhere, { id, version: 1 }, REALLY))).toBe('not-found')
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, REALLY))
    expect(refused(await confirmResolution(test.ledger, { ...callOf(APPROVER), companies: [randomUUID()] }, { id, version: 2 }))).toBe(
      'not-found',
    )
    done(await refuseResolution(test.ledger, callOf(APPROVER), { id, version: 2 }, 'Ask once more'))
    done(await proposeResolution(test.ledger, { ...callOf(PREPARER), companies: [test.companyId] }, { id, version: 3 }, DISMISS))
    done(await confirmResolution(test.ledger, { ...callOf(APPROVER), companies: [test.companyId] }, { id, version: 4 }))
    expect(await statesOf(run)).toBe('sent, sent, sent')
  })

  it('of which one payment is named alone fails that one', async () => {
    const run = await sent()
    await status(run, '<GrpSts>PART</GrpSts>', block(run.blockId, answer(run.people[1] as Sent, 'RJCT', because('DU01'))))
    expect(await statesOf(run)).toBe('sent, sent, sent')
    const { id } = await findingOf(run)
    done(await proposeResolution(test.ledger, callOf(PREPARER), { id, version: 1 }, REALLY))
    done(await confirmResolution(test.ledger, callOf(APPROVER), { id, version: 2 }))
    expect(await statesOf(run)).toBe('sent, failed DU01, sent')
  })
})

describe('who had a hand in the run', () => {
  it('does not confirm that its payments were refused, by itself or among others; who had none does', async () => {
    const run = await sent()
    await duplicate(run)
    const { id } = await findingOf(run)
    done(await proposeResolution(test.ledger, callOf(APPROVER), { id, version: 1 }, REALLY))
    expect((await readException(test.ledger, { userId: PREPARER.id, companies: null }, id))?.handIn).toMatchObject({ act: 'prepared' })
    expect((await confirmResolution(test.ledger, callOf(PREPARER), { id, version: 2 })).result).toMatchObject({
      ok: false,
      rejection: { code: 'hand-in-run', act: 'prepared' },
    })
    expect(done(await confirmSeveral(test.ledger, callOf(PREPARER), [{ id, version: 2 }])).findings).toMatchObject([
      { done: false, code: 'hand-in-run' },
    ])
    expect(await statesOf(run)).toBe('sent, sent, sent')
    const third = { kind: 'user' as const, id: 'third', name: 'Test Third' }
    expect((await readException(test.ledger, { userId: third.id, companies: null }, id))?.handIn).toBeNull()
    done(await confirmResolution(test.ledger, callOf(third), { id, version: 2 }))
    expect(await statesOf(run)).toBe('failed DU01, failed DU01, failed DU01')
  })
})

it('the database upholds no duplicate that two people have not', async () => {
  const run = await sent()
  await duplicate(run)
  const { id } = await findingOf(run)
  const attempt = async (...statements: string[]): Promise<string | null> => {
    await app.query('BEGIN')
    try {
      for (const each of statements) await app.query(each)
      return null
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await app.query('ROLLBACK')
    }
  }
  const propose = (resolution: string) =>
    `UPDATE bank_finding SET state = 'proposed', resolution = '${resolution}', reason = 'x', proposed_by = 'preparer', proposed_at = now(), version = version + 1 WHERE id = '${id}'`
  const confirm = (by: string) =>
    `UPDATE bank_finding SET state = 'resolved', confirmed_by = ${by}, resolved_at = now(), version = version + 1 WHERE id = '${id}'`
  const uphold = `UPDATE bank_claim SET upheld = true WHERE key = (SELECT claim_key FROM bank_finding WHERE id = '${id}')`
  const RULE = '23514'
  expect(await attempt(uphold)).toBe(RULE)
  expect(await attempt(propose('refused'), uphold)).toBe(RULE)
  expect(await attempt(propose('refused'), confirm('NULL'), uphold)).toBe(RULE)
  expect(await attempt(propose('refused'), confirm("'preparer'"))).toBe(RULE)
  expect(await attempt(propose('dismissed'), confirm('NULL'))).toBe(RULE)
  expect(await attempt(propose('dismissed'), confirm("'approver'"), uphold)).toBe(RULE)
  expect(await attempt(propose('refused'), confirm("'approver'"), uphold)).toBeNull()
})
