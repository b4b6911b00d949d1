/** A bank's file by hand: one person alone moves nothing with it, and the second confirms what they saw or nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/events/envelope'
import type { BankDocument } from '@/iso20022/report-types'
import { unreadable } from '@/iso20022/unreadable'
import { booked, comesBack, debit, documentOf, type Sent, status } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused, sentRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { createCompany } from '../companies/create-company'
import { applyBankFile } from './apply'
import { countProposalsFor, listProposals, readProposal } from './bank-file-proposals'
import { listBankMessages, listReceived } from './bank-messages'
import { confirmBankFile, endProposal, previewBankFile, proposeBankFile } from './by-hand'
import type { FileEffect } from './changes'
import { readPayout } from './payout'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
  await test.ledger.$executeRaw`INSERT INTO app_user (id, name, email, roles) VALUES
    ('uploader', 'Ursula Uploader', 'ursula@payledger.test', '{coordinator}'), ('approver', 'Test Approver', 'approver@payledger.test', '{coordinator}')`
  const bank = { name: 'Their Bank', cutOff: '16:30', timeZone: 'Europe/Amsterdam', batchBooking: false, releaseAfterSeconds: 0 }
  const accounts = [{ currency: 'EUR', account: THEIR_ACCOUNT, bic: 'ABNANL2A', home: true }]
  OTHERS.push(await createCompany(test.ledger, { code: 'BRV', name: 'Bravo', country: 'NL', bank, accounts }))
})
afterAll(() => test.close())

const UPLOADER = { kind: 'user' as const, id: 'uploader', name: 'Ursula Uploader' }
const EVERYTHING = { userId: 'x', companies: null }
const REASON = 'the bank sent it by e-mail'
const THEIR_ACCOUNT = 'NL91ABNA0417164300'
const OTHERS: string[] = []
const UNKNOWN: Sent = { endToEndId: 'NOT-OURS-1', amountMinor: 415n, currency: 'EUR' }
const UNREADABLE: BankDocument = { place: 'other.xml', sha256: 'e'.repeat(64), report: unreadable('it is no message of a bank') }
const limited = (who: Actor, companies: string[]) => ({ ...callOf(who), companies })
let count = 0

async function sentPeople(): Promise<{ runId: string; sent: [Sent, Sent] }> {
  const rows = [1, 2].map((n) => `${n},Jürgen Groß ${n},DE,DE89370400440532013000,,EUR,${100 * ++count + n}.00`)
  const run = await sentRun(test, ['employee_number,employee_name,country,account,bic,currency,amount', ...rows].join('\n'))
  const sent = await test.ledger.$queryRaw<Sent[]>`
    SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
    FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${run.id}::uuid ORDER BY p.line_number`
  return { runId: run.id, sent: sent as unknown as [Sent, Sent] }
}

/** A file that books the first payment and brings nothing else. */
async function brought() {
  const { runId, sent } = await sentPeople()
  const documents = [documentOf(booked([debit(`hand-${++count}`, [sent[0]])]))]
  return { runId, sent, documents, file: { fileName: 'by-mail.xml', sha256: documents[0]?.sha256 ?? '' } }
}
type Brought = Awaited<ReturnType<typeof brought>>

const propose = ({ file, documents }: Brought, seen: string | null = null, who = UPLOADER) =>
  proposeBankFile(test.ledger, callOf(who), file, documents, { reason: REASON, seen })
async function confirm({ documents }: Brought, id: string, who = APPROVER, key: string | null = null) {
  const found = await readProposal(test.ledger, EVERYTHING, id)
  if (!found) throw new Error('no such proposal')
  return confirmBankFile(test.ledger, callOf(who, key), { id, version: found.version, effect: found.effect }, documents)
}
const statesOf = async (runId: string): Promise<string> => {
  const rows = await test.ledger.$queryRaw<
    { status: string }[]
  >`SELECT status FROM payout WHERE run_id = ${runId}::uuid ORDER BY line_number`
  return rows.map(({ status }) => status).join(' ')
}

describe('a bank file by hand', () => {
  it('moves nothing until a second person confirms it, and is shown payment by payment until then', async () => {
    const one = await brought()
    const { changes, effect } = (await previewBankFile(test.ledger, callOf(UPLOADER), one.file, one.documents)) as FileEffect
    expect(changes).toMatchObject([{ was: 'sent', becomes: 'settled', bookedOn: '2026-11-25' }])
    const { id } = done(await propose(one, effect))
    expect(await statesOf(one.runId)).toBe('sent sent')
    expect(await readProposal(test.ledger, EVERYTHING, id)).toMatchObject({
      state: 'proposed',
      reason: REASON,
      payments: 1,
      proposedBy: { name: 'Ursula Uploader', email: 'ursula@payledger.test' },
      changes: [{ name: 'Jürgen Groß 1', was: 'sent', becomes: 'settled', endToEndId: one.sent[0].endToEndId }],
    })
    expect(refused(await confirm(one, id, UPLOADER))).toBe('four-eyes')
    expect(refused(await confirm(one, id, PREPARER as typeof UPLOADER))).toBe('hand-in-run')
    expect(await statesOf(one.runId)).toBe('sent sent')
    const confirmed = done(await confirm(one, id, APPROVER, 'k1'))
    expect(confirmed).toMatchObject({ state: 'applied' })
    expect(await statesOf(one.runId)).toBe('settled sent')
  })

  it('is marked as by hand, by whom, in the list, on the run and on every payment it moved', async () => {
    const one = await brought()
    const { id } = done(await propose(one))
    done(await confirm(one, id))
    const byHand = { proposedBy: { name: 'Ursula Uploader' }, confirmedBy: { email: 'approver@payledger.test' }, reason: REASON }
    expect((await listReceived(test.ledger, EVERYTHING, { find: null, before: null })).messages[0]).toMatchObject({
      status: 'applied',
      byHand,
    })
    expect((await listBankMessages(test.ledger, EVERYTHING, one.runId))[0]).toMatchObject({ direction: 'in', byHand })
    const { changes } = (await readProposal(test.ledger, EVERYTHING, id)) ?? { changes: [] }
    const payout = await readPayout(test.ledger, EVERYTHING, changes[0]?.payoutId ?? '')
    expect(payout?.history[0]).toMatchObject({
      type: 'payout.settled',
      actor: { name: APPROVER.name, email: 'approver@payledger.test' },
      reason: `By hand from by-mail.xml, proposed by Ursula Uploader (ursula@payledger.test): ${REASON}`,
    })
  })

  it('is not applied when it would do something else than the second person saw, and shows what it would do now', async () => {
    const one = await brought()
    const { id } = done(await propose(one))
    const seen = await readProposal(test.ledger, EVERYTHING, id)
    // The bank returns the payment by its own road meanwhile: the booking would not leave it settled any more.
    const back = [documentOf(booked([comesBack(`back-${count}`, one.sent[0], 'AC04')]))]
    done(await applyBankFile(test.ledger, gatewayCall(), { fileName: 'b.xml', sha256: back[0]?.sha256 ?? '' }, back))
    const saw = { id, version: seen?.version ?? 0, effect: seen?.effect ?? '' }
    expect(refused(await confirmBankFile(test.ledger, callOf(APPROVER, 'once'), saw, one.documents))).toBe('effect-changed')
    expect(await statesOf(one.runId)).toBe('sent sent')
    expect(await readProposal(test.ledger, EVERYTHING, id)).toMatchObject({ version: 2, changes: [{ was: 'sent', becomes: 'returned' }] })
    // The same answer to the same request, and a look from before does not count.
    expect(refused(await confirmBankFile(test.ledger, callOf(APPROVER, 'once'), saw, one.documents))).toBe('effect-changed')
    expect(refused(await confirmBankFile(test.ledger, callOf(APPROVER), saw, one.documents))).toBe('proposal-changed')
    done(await confirm(one, id))
    expect(await statesOf(one.runId)).toBe('returned sent')
  })

  it('does nothing when the gateway has taken the same file in meanwhile', async () => {
    const one = await brought()
    const { id } = done(await propose(one))
    done(await applyBankFile(test.ledger, gatewayCall(), { ...one.file, fileName: 'inbox.xml' }, one.documents))
    expect(await statesOf(one.runId)).toBe('settled sent')
    expect(refused(await confirm(one, id))).toBe('effect-changed')
    expect(await readProposal(test.ledger, EVERYTHING, id)).toMatchObject({ payments: 0, messages: [{ outcome: 'ignored' }] })
    expect(done(await endProposal(test.ledger, callOf(UPLOADER), { id, version: 2 }, 'it came by itself'))).toMatchObject({
      state: 'withdrawn',
    })
    // What only the gateway took in is not said to be by hand.
    expect((await listBankMessages(test.ledger, EVERYTHING, one.runId))[0]).toMatchObject({ fileName: 'inbox.xml', byHand: null })
    expect(refused(await propose(one))).toBe('nothing-to-apply')
  })

  it('is confirmed once when two people confirm at the same moment', async () => {
    const one = await brought()
    const { id } = done(await propose(one))
    const second = { ...APPROVER, id: 'approver-2' } as typeof UPLOADER
    const both = await Promise.all([confirm(one, id), confirm(one, id, second)])
    expect(both.filter(({ result }) => result.ok)).toHaveLength(1)
    expect(await statesOf(one.runId)).toBe('settled sent')
  })

  it('is proposed once at a time, withdrawn by who proposed it, refused by another, and then proposed anew', async () => {
    const one = await brought()
    const first = done(await propose(one))
    expect(refused(await propose(one, null, APPROVER as typeof UPLOADER))).toBe('proposed-before')
    expect(refused(await endProposal(test.ledger, callOf(APPROVER), { id: first.id, version: 7 }, 'no'))).toBe('proposal-changed')
    expect(done(await endProposal(test.ledger, callOf(APPROVER), first, 'typed by hand'))).toMatchObject({ state: 'refused' })
    expect(refused(await confirm(one, first.id))).toBe('wrong-state')
    const again = done(await propose(one))
    expect((await listProposals(test.ledger, EVERYTHING))[0]).toMatchObject({ id: again.id, state: 'proposed' })
    expect(refused(await propose(one, '0'.repeat(64)))).toBe('proposed-before')
    done(await endProposal(test.ledger, callOf(UPLOADER), again, 'not needed'))
    expect(refused(await propose(one, '0'.repeat(64)))).toBe('effect-changed')
  })

  it('is proposed, seen and confirmed by who works for its company, and not there for who works for another', async () => {
    const one = await brought()
    const ours = [test.companyId]
    const { id, version } = done(
      await proposeBankFile(test.ledger, limited(UPLOADER, ours), one.file, one.documents, { reason: REASON, seen: null }),
    )
    expect(await readProposal(test.ledger, { userId: 'x', companies: OTHERS }, id)).toBeNull()
    expect((await listProposals(test.ledger, { userId: 'x', companies: OTHERS })).length).toBe(0)
    expect(await countProposalsFor(test.ledger, { userId: 'x', companies: OTHERS })).toBe(0)
    const seen = await readProposal(test.ledger, { userId: 'x', companies: ours }, id)
    expect(seen).toMatchObject({ payments: 1, changes: [{ was: 'sent', becomes: 'settled' }] })
    const what = { id, version, effect: seen?.effect ?? '' }
    expect(refused(await confirmBankFile(test.ledger, limited(APPROVER, OTHERS), what, one.documents))).toBe('not-found')
    expect(refused(await endProposal(test.ledger, limited(APPROVER, OTHERS), what, 'no'))).toBe('not-found')
    expect(refused(await confirmBankFile(test.ledger, limited(UPLOADER, ours), what, one.documents))).toBe('four-eyes')
    expect(refused(await confirmBankFile(test.ledger, limited(PREPARER, ours), what, one.documents))).toBe('hand-in-run')
    done(await confirmBankFile(test.ledger, limited(APPROVER, ours), what, one.documents))
    expect(await statesOf(one.runId)).toBe('settled sent')
  })

  it.each<[string, (sent: Sent) => BankDocument[]]>([
    ['an account of another company', (sent) => [documentOf(booked([debit(`o-${++count}`, [sent], { account: THEIR_ACCOUNT })]))]],
    [
      'both companies’ accounts',
      (sent) => [documentOf(booked([debit(`o-${++count}`, [sent]), debit(`o-${++count}`, [UNKNOWN], { account: THEIR_ACCOUNT })]))],
    ],
    [
      'an account nobody knows',
      (sent) => [
        documentOf(booked([debit(`o-${++count}`, [sent]), debit(`o-${++count}`, [UNKNOWN], { account: 'DE40500105175407324931' })])),
      ],
    ],
    ['no account', (sent) => [documentOf(booked([debit(`o-${++count}`, [sent]), debit(`o-${++count}`, [UNKNOWN], { account: null })]))]],
    ['something unreadable beside it', (sent) => [documentOf(booked([debit(`o-${++count}`, [sent])])), UNREADABLE]],
    [
      'a status of a file nobody knows',
      () => [documentOf(status('NOBODY-1', [{ endToEndId: 'NOBODY-E2E', status: 'RJCT', reason: 'AC01' }]))],
    ],
  ])('is refused, with one sentence, to who does not work for all of it: %s', async (_what, documentsOf) => {
    const { runId, sent } = await sentPeople()
    const documents = documentsOf(sent[0])
    const file = { fileName: 'theirs.xml', sha256: documents[0]?.sha256 ?? '' }
    const call = limited(UPLOADER, [test.companyId])
    expect(await previewBankFile(test.ledger, call, file, documents)).toEqual({ code: 'not-all-yours' })
    expect(refused(await proposeBankFile(test.ledger, call, file, documents, { reason: REASON, seen: null }))).toBe('not-all-yours')
    expect(await statesOf(runId)).toBe('sent sent')
    const proposed = await proposeBankFile(test.ledger, callOf(UPLOADER), file, documents, { reason: REASON, seen: null })
    const { id } = done(proposed)
    expect(await readProposal(test.ledger, { userId: 'x', companies: [test.companyId] }, id)).toBeNull()
    done(await endProposal(test.ledger, callOf(UPLOADER), { id, version: 1 }, 'only to look'))
  })

  it('on an account of theirs is refused when it names a payment of another company', async () => {
    const { sent } = await sentPeople()
    const documents = [documentOf(booked([debit(`x-${++count}`, [sent[0]], { account: THEIR_ACCOUNT })]))]
    const file = { fileName: 'crossed.xml', sha256: documents[0]?.sha256 ?? '' }
    expect(await previewBankFile(test.ledger, limited(UPLOADER, OTHERS), file, documents)).toEqual({ code: 'not-all-yours' })
  })
})

describe('the database', () => {
  it('lets nobody apply their own file, nor confirm one that concerns a run they had a hand in, nor change what was proposed', async () => {
    const one = await brought()
    const { id } = done(await propose(one))
    const apply = (who: string) =>
      test.ledger
        .$executeRaw`UPDATE bank_file_proposal SET state = 'applied', version = version + 1, decided_by = ${who}, decided_at = now() WHERE id = ${id}::uuid`
    await expect(apply('uploader')).rejects.toThrow('two_people')
    await expect(apply('preparer')).rejects.toThrow('had a hand')
    const reworded = test.ledger.$executeRaw`UPDATE bank_file_proposal SET proposed_by = 'x', version = version + 1 WHERE id = ${id}::uuid`
    await expect(reworded).rejects.toThrow('does not change')
    await expect(test.ledger.$executeRaw`DELETE FROM bank_file_proposal WHERE id = ${id}::uuid`).rejects.toThrow()
  })

  it('is applied by no person past their proposal', async () => {
    const one = await brought()
    await expect(applyBankFile(test.ledger, callOf(APPROVER), one.file, one.documents)).rejects.toThrow('proposes')
  })
})
