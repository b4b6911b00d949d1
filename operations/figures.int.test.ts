/** The figures of the operations desk are kept minute by minute, with holes where nobody looked, and say when something began. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '@/platform/log'
import { submittedRun, type TestLedger, testLedger } from '@/stack/test-runner/ledger'
import { FIGURES } from './figure-names'
import { forgetOldFigures, readFigures, recordFigures } from './figures'
import { startHeartbeat } from './heartbeat'

const MINUTE = 60_000
const NOW = new Date('2026-11-28T12:00:30Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE)

let test: TestLedger
beforeAll(async () => {
  test = await testLedger()
})
afterAll(() => test.close())

const of = async (figure: keyof typeof FIGURES) => (await readFigures(test.ledger, NOW)).find((each) => each.figure === figure)

it('has none before anybody looked, and leaves out what nobody said', async () => {
  expect(await readFigures(test.ledger, NOW)).toEqual([])
  await recordFigures(test.ledger, ago(200))
  expect((await readFigures(test.ledger, NOW)).map(({ figure }) => figure)).toEqual(
    Object.keys(FIGURES).filter((figure) => !/^(search|finance)-/.test(figure)),
  )
})

it('shows when changes began to wait, and a hole where nobody looked', async () => {
  await recordFigures(test.ledger, ago(30))
  await submittedRun(test)
  await recordFigures(test.ledger, ago(20))
  await recordFigures(test.ledger, ago(19))
  const waiting = await of('outbox-waiting')
  // No relay runs here.
  const [{ events } = { events: 0 }] = await test.ledger.$queryRaw<{ events: number }[]>`SELECT count(*)::int AS events FROM outbox`
  expect(events).toBeGreaterThan(3)
  expect(waiting).toMatchObject({ newest: events })
  expect(waiting?.lastHour.map((value, index) => [59 - index, value]).filter(([, value]) => value !== null)).toEqual([
    [30, 0],
    [20, events],
    [19, events],
  ])
  expect(waiting?.lastDay.slice(-3)).toEqual([0, events, null])
  expect(waiting?.lastDay.filter((value) => value !== null)).toHaveLength(3)
  expect(await of('outbox-age')).toMatchObject({ newest: expect.any(Number) })
})

it('keeps the highest of a minute, and reads what workers said', async () => {
  const read = () => ({ position: 1n, rate: 0, detail: { coveredUntil: NOW.toISOString(), deadLetters: 3, lag: { 0: 5, 1: 2 } } })
  await startHeartbeat({
    databaseUrl: test.database.appUrl,
    process: 'search-projector',
    version: '1',
    read,
    log: createLog('test', 'silent'),
  }).stop()
  await recordFigures(test.ledger, ago(5))
  expect(await of('search-events-behind')).toMatchObject({ newest: 7 })
  expect(await of('search-dead-letters')).toMatchObject({ newest: 3 })
  const none = () => ({ position: 1n, rate: 0, detail: { coveredUntil: NOW.toISOString(), deadLetters: 0, lag: {} } })
  await startHeartbeat({
    databaseUrl: test.database.appUrl,
    process: 'search-projector',
    version: '1',
    read: none,
    log: createLog('test', 'silent'),
  }).stop()
  await recordFigures(test.ledger, ago(5))
  expect(await of('search-dead-letters')).toMatchObject({ newest: 0 })
  expect((await of('search-dead-letters'))?.lastHour.at(-6)).toBe(3)
})

it('forgets what is older than a day', async () => {
  expect(await forgetOldFigures(test.ledger, NOW)).toBe(0)
  expect(await forgetOldFigures(test.ledger, new Date(NOW.getTime() + 2 * 86_400_000))).toBeGreaterThan(0)
  expect(await readFigures(test.ledger, NOW)).toEqual([])
})
