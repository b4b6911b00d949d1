/** Two people for what concerns money, also by raw SQL. */
import { describe, expect, it } from 'vitest'
import { debit } from '@/stack/test-runner/bank-says'
import { app, exceptionLedger, found, sentPeople, stranger } from '@/stack/test-runner/resolved'

exceptionLedger()

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
