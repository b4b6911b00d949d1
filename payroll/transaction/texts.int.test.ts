/** What no text may hold does not get into the journal, whoever writes it: a copy that cannot read one event is incomplete for good. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'

const RULE = '23514'
/** By the rule, or by the index over audits, which reads their JSON first. */
const REFUSED = new Set([RULE, '22P02', '22P05'])
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

/** The code by which the journal refuses the event, or null. */
async function refusal(
  event: string,
  [type, id, version]: [string, string, number] = ['audit', '01970000-0000-7000-8000-000000000001', 1],
) {
  await app.query('BEGIN')
  const refused = await app
    .query(
      `INSERT INTO outbox (era, event_id, aggregate_type, aggregate_id, version, type, event, actor, request_id, occurred_at)
       VALUES (1, uuidv7(), $1, $2, $3, 'audit.test', $4, 'test', 'test', now())`,
      [type, id, version, event],
    )
    .then(
      () => null,
      (error: { code: string }) => error.code,
    )
  await app.query('ROLLBACK')
  return refused
}

describe('the journal refuses', () => {
  it.each([
    ['half of a surrogate pair', '{"reason":"\\ud83d"}'],
    ['the other half', '{"reason":"\\ude00 x"}'],
    ['NUL', '{"reason":"a\\u0000"}'],
    ['a control character', '{"reason":"a\\u0007"}'],
    ['a backspace', '{"reason":"a\\b"}'],
    ['one after a backslash', '{"reason":"\\\\\\u001b[0m"}'],
    ['no JSON', '{"reason":'],
    ['no object', '"reason"'],
    ['what speaks of another row', '{"subject":"01970000-0000-7000-8000-000000000002"}'],
    ['what speaks of another version', '{"sequence":"2"}'],
  ])('%s', async (_, event) => expect(REFUSED).toContain(await refusal(event)))

  it.each([
    ['letters and emoji', '{"reason":"Žofia \\ud83d\\ude00 😀 \\u00e4"}'],
    ['line breaks and tabs', '{"reason":"a\\n\\tb"}'],
    ['letters that only look like an escape', '{"reason":"C:\\\\u0007\\\\bin"}'],
  ])('and takes %s', async (_, event) => expect(await refusal(event)).toBeNull())

  it('an event of a run, payout or version that is not there', async () => {
    const { id } = await submittedRun(test)
    const { rows } = await app.query<{ id: string; version: number }>('SELECT id, version FROM payout WHERE run_id = $1 LIMIT 1', [id])
    const [payout] = rows
    if (!payout) throw new Error('no payout')
    const nobody = '01970000-0000-7000-8000-000000000003'
    for (const type of ['payout', 'payroll-run']) expect(await refusal('{}', [type, nobody, 1])).toBe(RULE)
    expect(await refusal('{}', ['payout', payout.id, payout.version + 1])).toBe(RULE)
    expect(await refusal('{}', ['payroll-run', id, 99])).toBe(RULE)
  })
})
