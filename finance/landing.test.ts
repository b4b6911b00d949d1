/** What lands: from where it resumes, its bytes, its compaction, and what cannot be read. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applied, dir, end, journal, land, landedBy, landing, MARK } from '@/stack/test-runner/landed'
import { numbering } from '@/stack/test-runner/payroll-events'
import { buildMarts } from './build-marts'
import { segmentsFolder } from './folders'
import { compact } from './landing/compact'
import { openLanding } from './landing/landing'
import { readProgress } from './progress'
import { publish } from './publish'

const { built } = landedBy({ openLanding, buildMarts, publish })

describe('the landing', () => {
  it('resumes from its files alone, after the last position without a gap', async () => {
    await land(journal, 7)
    const last = [0, 1, 2, 3, 4, 5].map((partition) => journal.findLast((event) => event.partition === partition)?.position ?? 0n)
    expect(await applied()).toEqual(last)
    const folder = segmentsFolder(dir, 1, 2)
    const [, second] = readdirSync(folder).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    rmSync(join(folder, second ?? ''))
    expect((await applied())[2]).toBe(journal.filter((event) => event.partition === 2)[6]?.position)
  })

  it('keeps the very bytes of each event', async () => {
    await land(journal)
    const [first] = journal
    const segment = readdirSync(segmentsFolder(dir, 1, first?.partition ?? 0))[0] ?? ''
    expect(segment).toMatch(/^1-\d+\.parquet$/)
    const marts = await built()
    expect(marts).toMatchObject({ events: journal.length, payouts: 120, position: end.toString(), deadLetters: 0 })
  })

  it('leaves the marts as they are when events come twice, or other segments hold them', async () => {
    await land(journal, 11)
    const { hash } = await built()
    await land(journal.slice(40, 160), 5)
    await land(journal)
    expect((await built()).hash).toBe(hash)
  })

  it('compacts small segments without changing what they hold, also when it was stopped before it removed them', async () => {
    await land(journal, 4)
    const { hash } = await built()
    const before = await applied()
    const folder = segmentsFolder(dir, 1, 1)
    const small = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
    for (let partition = 0; partition < 6; partition += 1) expect(await compact(dir, 1, partition, 8)).toBeGreaterThanOrEqual(8)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(await applied()).toEqual(before)
    for (const { name, bytes } of small) writeFileSync(join(folder, name), bytes)
    expect((await built()).hash).toBe(hash)
    await compact(dir, 1, 1)
    expect(readdirSync(folder)).toHaveLength(1)
    expect((await built()).hash).toBe(hash)
  })

  it('keeps what it cannot read beside it, with bytes and place, and says that it is incomplete', async () => {
    const number = numbering()
    const [good] = journal
    const bad = [
      Buffer.from('{"half": '),
      Buffer.from(good?.value.toString().replace('100', '1e').replace('"1.0"', '"2.0"') ?? ''),
      Buffer.from(good?.value.toString().replace('Lucía', '\\ud800') ?? '').subarray(0),
      Buffer.from(good?.value.toString().replace(/"amountMinor":"\d+"/, `"amountMinor":"${'9'.repeat(40)}"`) ?? ''),
    ]
    const events = [number(good?.key ?? '', good?.value ?? Buffer.alloc(0)), ...bad.map((value) => number(good?.key ?? '', value))]
    const headless = { offset: '99', position: 5n, previous: 5n, value: Buffer.from('x'), unreadable: 'no readable position header' }
    await landing.land(events[0]?.partition ?? 0, [...events, headless])
    const letters = readdirSync(join(dir, 'dead-letters/era=1', `p=${events[0]?.partition}`)).sort()
    expect(letters).toEqual(['2.json', '3.json', '4.json', '5-offset-99.json', '5.json'])
    const letter = JSON.parse(readFileSync(join(dir, 'dead-letters/era=1', `p=${events[0]?.partition}`, '2.json'), 'utf8')) as object
    expect(letter).toMatchObject({
      position: '2',
      after: '1',
      reason: 'the message is not JSON in UTF-8',
      bytes: bad[0]?.toString('base64'),
    })
    expect(await applied()).toContain(5n)
    expect(await built(5n)).toMatchObject({ position: '5', events: 1, deadLetters: 5 })
    expect(await readProgress(dir)).toEqual({ position: '5', ...MARK, era: 1, deadLetters: 5, gapAt: null })
  })
})
