/** An exception’s way to its resolution: assigned, proposed, confirmed or refused, one or several at once. */
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { debit, documentOf, status } from '@/stack/test-runner/bank-says'
import { APPROVER, callOf, done, gatewayCall, PREPARER, refused } from '@/stack/test-runner/ledger'
import { exceptionLedger, found, openExceptions, REASON, sentPeople, stranger, test, VIEWER, WRITE_OFF } from '@/stack/test-runner/resolved'
import { applyBankFile } from '../statements/apply'
import { assignException } from './assign-exception'
import { listExceptions, readException } from './exceptions'
import { confirmResolution, confirmSeveral, proposeForSeveral, proposeResolution, refuseResolution } from './resolve-exception'

exceptionLedger()

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

it('what is done to findings has a sample of its event, for those who read it later', async () => {
  const types = await test.ledger.$queryRaw<
    { type: string }[]
  >`SELECT DISTINCT type FROM outbox WHERE aggregate_type = 'audit' ORDER BY type`
  const samples = readdirSync('events/samples')
  expect(types.length).toBeGreaterThan(3)
  expect(types.filter(({ type }) => !samples.includes(`${type}.v1.json`))).toEqual([])
})
