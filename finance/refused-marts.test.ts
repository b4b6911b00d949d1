/** Marts that are not published: over a gap, of two contents, of what does not add up or is malformed. */
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEvent } from '@/events/read-event'
import { applied, dir, end, journal, land, landedBy, landing, typeOf } from '@/stack/test-runner/landed'
import type { TestEvent } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { MartsRefused } from './check-marts'
import { openToWrite } from './duckdb'
import { publishedFolder, segmentsFolder } from './folders'
import { compact } from './landing/compact'
import { openLanding } from './landing/landing'
import { copyTo } from './landing/write-segment'
import { readProgress } from './progress'
import { publish } from './publish'

const { built } = landedBy({ openLanding, buildMarts, publish })

/** Puts another text in the place of an event's, in whichever segment holds it: past the landing, which takes no such text. */
async function damage({ partition, position, value }: TestEvent, change: (text: string) => string): Promise<void> {
  const damaged = change(value.toString())
  expect(damaged).not.toBe(value.toString())
  const folder = segmentsFolder(dir, 1, partition)
  const store = await openToWrite(':memory:', join(dir, 'spill'))
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const event = `CASE WHEN position = ${position} THEN '${damaged.replaceAll("'", "''")}' ELSE event END AS event`
    await copyTo(store.connection, `SELECT * REPLACE (${event}) FROM read_parquet('${path}')`, `${path}.new`, 'old form')
    renameSync(`${path}.new`, path)
  }
  store.close()
}

describe('the marts', () => {
  it('are not published over a gap', async () => {
    const missing = journal[122] as TestEvent
    const [before, after] = [journal.slice(0, 122), journal.slice(123)]
    await land(before)
    await land(after)
    await expect(
      landing.land(
        missing.partition,
        [...before, ...after].filter(({ partition }) => partition === missing.partition),
      ),
    ).rejects.toThrow('leaves out')
    expect((await applied())[missing.partition]).toBe(missing.previous)
    await expect(built()).rejects.toThrow('events are missing after position 122; the next is 124')
    expect(await readProgress(dir)).toMatchObject({ position: null })
    await land([missing])
    await expect(built(end + 2n)).rejects.toThrow(`events are missing after position ${end}`)
    expect(readdirSync(publishedFolder(dir))).toEqual([])
    expect(await built()).toMatchObject({ events: journal.length })
  })

  it('are not published when one position has two contents, and no compaction hides that', async () => {
    await land(journal)
    const event = journal[50] as TestEvent
    await landing.land(event.partition, [{ ...event, value: Buffer.from(event.value.toString().replace('1332', '9999')) }])
    for (const _ of ['before', 'after']) {
      await expect(built()).rejects.toThrow(`position ${event.position} has 2 different contents`)
      await compact(dir, 1, event.partition)
    }
  })

  it('are not published when a run does not add up to its control total', async () => {
    const changed = journal.map((event) => {
      const isOne = readEvent(event.value).kind === 'payout' && event.value.includes('"lineNumber":7,')
      return isOne ? { ...event, value: Buffer.from(event.value.toString().replace(/"amountMinor":"\d+"/, '"amountMinor":"1"')) } : event
    })
    await land(changed)
    await expect(built()).rejects.toThrow(/the payouts of run .* do not add up to its control total in PLN/)
  })

  it.each<[string, RegExp, string, string]>([
    ['half a text', /"data".*/s, '"da', 'the message is not JSON in UTF-8'],
    ['a text that is no JSON', /^\{/, '<', 'the message is not JSON in UTF-8'],
    ['an amount that is no number', /"amountMinor":"\d+"/, '"amountMinor":"12x"', 'data.payout.amountMinor'],
    ['no amount', /"amountMinor":"\d+",/, '', 'data.payout.amountMinor'],
    ['a pay date that is none', /"payDate":"[^"]+"/, '"payDate":"tomorrow"', 'data.payout.payDate'],
    ['a time of settlement that is none', /"settledAt":"[^"]+"/, '"settledAt":"at noon"', 'data.payout.settledAt'],
    ['a booking day that is none', /"settledAt"/, '"bookedOn":"2025-02-30","settledAt"', 'data.payout.bookedOn'],
    ['charges that are no list', /"settledAt"/, '"charges":"none","settledAt"', 'data.payout.charges'],
    ['a charge without its amount', /"settledAt"/, '"charges":[{"for":"payment","currency":"EUR"}],"settledAt"', 'data.payout.charges'],
    ['an account amount that is none', /"settledAt"/, '"accountAmount":7,"settledAt"', 'data.payout.accountAmount'],
  ])('are not published when an event in the landing is malformed: %s', async (_what, part, instead, reason) => {
    await land(journal)
    const event = journal.findLast((each) => typeOf(each) === 'payout.settled') as TestEvent
    await damage(event, (text) => text.replace(part, instead))
    const name = new RegExp(
      `event at position ${event.position} \\(payout ${event.key}\\) cannot be read: .*${reason.replaceAll('.', '\\.')}`,
    )
    await expect(built()).rejects.toThrow(MartsRefused)
    await expect(built()).rejects.toThrow(name)
    expect(readdirSync(publishedFolder(dir))).toEqual([])
  })

  it.each([
    ['totals that are none', '"totals":[{', '"totals":[7,{'],
    ['half a text', '"data"', '"da'],
  ])('are not published when the newest event of a run is malformed: %s', async (_what, part, instead) => {
    await land(journal)
    const event = journal.findLast((each) => typeOf(each) === 'payroll-run.settled') as TestEvent
    await damage(event, (text) => text.replace(part, instead))
    await expect(built()).rejects.toThrow(new RegExp(`event at position ${event.position} \\(payroll-run .*\\) cannot be read: `))
    expect(readdirSync(publishedFolder(dir))).toEqual([])
  })
})
