/** What one process found of a run is shown by another without finding it again. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { storedAnswer } from './kept'
import { openLedger } from './open-ledger'

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

it('is found once for all processes, and anew when what it was found from or its question has changed', async () => {
  const other = openLedger(test.database.appUrl, 1)
  const runId = randomUUID()
  let times = 0
  const ask = (ledger: typeof other, from: string, question = 'differences 1', foundFrom = from) =>
    storedAnswer(ledger, { runId, question, from }, () => Promise.resolve({ from: foundFrom, found: { times: ++times, name: 'Łukasz' } }))
  try {
    expect(await ask(test.ledger, 'a')).toEqual({ from: 'a', found: { times: 1, name: 'Łukasz' } })
    expect(await ask(other, 'a')).toEqual({ from: 'a', found: { times: 1, name: 'Łukasz' } })
    expect((await ask(other, 'a', 'differences 2')).found.times).toBe(2)
    // Something changed while it was being found: it is kept under what it was found from.
    expect((await ask(other, 'b', 'differences 1', 'c')).found.times).toBe(3)
    expect((await ask(test.ledger, 'b')).found.times).toBe(4)
    expect((await ask(other, 'b')).found.times).toBe(4)
  } finally {
    await other.$disconnect()
  }
})
