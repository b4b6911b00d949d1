/** The certificate of a publication: given only for what is whole, and everything that was changed since is found and named. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { BEFORE_FIRST, nextHead } from '@/events/chain'
import { signWatermark } from '@/events/signature'
import type { Watermark } from '@/events/topics'
import { dir, end, everything, journal, land, landedBy, landing, MARK } from '@/stack/test-runner/landed'
import type { TestEvent } from '@/stack/test-runner/payroll-events'
import { advance } from './advance'
import { buildMarts } from './build-marts'
import { type Certificate, certificateText, sealOf } from './certificate'
import { openToWrite, quoted } from './duckdb'
import { headsFolder, publishedFolder, segmentsFolder } from './folders'
import { compact } from './landing/compact'
import { openLanding } from './landing/landing'
import { copyTo } from './landing/write-segment'
import { type Manifest, publishedFile, readManifest } from './manifest'
import type { Proof } from './proof'
import { publish } from './publish'
import { openReader } from './reader'
import { verify } from './verify'

landedBy({ openLanding, buildMarts, publish })

const KEY = { secret: 'k'.repeat(32), topic: 'watermarks' }
const NOW = new Date('2026-11-28T12:00:00Z')

/** The ledger's word about a position: the chain over the events as they were written. */
function markAt(position: bigint, events: readonly TestEvent[] = journal): Watermark {
  const below = events.filter((event) => event.position <= position)
  const hash = below.reduce((head, { value }) => nextHead(head, value.toString()), BEFORE_FIRST)
  const mark = { ...MARK, era: 1, position: String(position), last: ['0', '0', '0', '0', '0', '0'], hash, unsignedUpTo: '0' }
  return { ...mark, signature: signWatermark(KEY.secret, KEY.topic, mark) }
}

async function published(mark: Watermark, gapAt: bigint | null = null): Promise<Manifest> {
  const { manifest } = await advance(dir, { mark, gapAt, now: NOW })
  if (manifest === null) throw new Error('nothing was published')
  return manifest
}

const textOf = ({ certificate }: Manifest): string => readFileSync(join(publishedFolder(dir), certificate?.file ?? ''), 'utf8')
const unequal = async (text: string) => (await verify(dir, text, KEY)).filter(({ state }) => state === 'unequal').map(({ what }) => what)

/** The certificate as somebody would write it who knows how it is sealed. */
function forged(text: string, change: (certificate: Certificate) => void): string {
  const { seal: _, ...unsealed } = JSON.parse(text) as Certificate
  change(unsealed as Certificate)
  return certificateText(unsealed)
}

describe('a certificate', () => {
  it('is given for what is whole, says what it was made of, and is proved again from the landing alone', async () => {
    await land(journal, 50)
    const manifest = await published(markAt(end))
    expect(manifest).toMatchObject({ uncertified: null, position: String(end) })
    const text = textOf(manifest)
    expect(JSON.parse(text)).toMatchObject({ position: String(end), events: journal.length, payouts: 120, head: markAt(end).hash })
    const items = await verify(dir, text, KEY)
    expect(items.filter(({ state }) => state !== 'equal')).toEqual([])
    expect(items.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Journal', 'The ledger’s signature', 'Control totals', 'Mart payout_facts', 'Mart fees_by_corridor']),
    )
    for (let partition = 0; partition < 6; partition += 1) await compact(dir, 1, partition, 2)
    expect(await unequal(text)).toEqual([])
    expect(await verify(dir, text, { ...KEY, secret: 'another' })).toContainEqual(
      expect.objectContaining({ what: 'The ledger’s signature', state: 'unequal' }),
    )
  })

  it('still proves figures of the past when newer ones were published, and after everything of finance but the landing is gone', async () => {
    await land(journal)
    const text = textOf(await published(markAt(100n)))
    for (const position of [200n, 300n, end]) await published(markAt(position))
    expect(await unequal(text)).toEqual([])
    for (const folder of [publishedFolder(dir), headsFolder(dir)]) rmSync(folder, { recursive: true })
    expect(await unequal(text)).toEqual([])
  })

  it.each<[string, () => Promise<Manifest>, string]>([
    [
      'over an event that could not be read',
      async () => {
        const odd = journal.map((event, n) => (n === 7 ? { ...event, value: Buffer.from('{"odd":') } : event))
        await land(odd)
        return published(markAt(end, odd))
      },
      `An event up to position ${end} could not be read.`,
    ],
    [
      'over events that are missing in Kafka',
      async () => {
        await land(journal)
        return published(markAt(end), 5n)
      },
      'Events are missing in Kafka after position 5.',
    ],
    [
      'where the ledger says something else',
      async () => {
        await land(
          journal.map((event, n) => (n === 3 ? { ...event, value: Buffer.from(event.value.toString().replace('1332', '1333')) } : event)),
        )
        return published(markAt(end))
      },
      `What landed up to position ${end} is not what the ledger’s journal comes to.`,
    ],
    [
      'where the ledger says nothing',
      async () => {
        await land(journal)
        return publish(dir, await buildMarts(dir, 1, end), { mark: MARK, gapAt: null, now: NOW })
      },
      `The ledger has not said what its journal comes to at position ${end}.`,
    ],
  ])('is refused %s, and the figures say so', async (_what, publishing, says) => {
    expect(await publishing()).toMatchObject({ certificate: null, uncertified: says })
    const reader = openReader(dir)
    expect(await reader.prove('fees-by-corridor', everything)).toMatchObject({ proof: null, uncertified: says })
    reader.close()
  })

  it('is given once a dead letter is gone, also when nothing new has come', async () => {
    const odd = journal.findLast(({ position }) => position === end) as TestEvent
    await land([...journal.slice(0, -1), { ...odd, value: Buffer.from('<') }])
    expect((await published(markAt(end))).certificate).toBeNull()
    rmSync(join(dir, 'dead-letters'), { recursive: true })
    rmSync(join(dir, 'events'), { recursive: true })
    await land(journal)
    expect((await published(markAt(end))).uncertified).toBeNull()
  })

  it('does not hang on what was remembered of the journal: where that is wrong, every event is read again', async () => {
    await land(journal)
    await published(markAt(200n))
    const path = join(headsFolder(dir), 'era=1.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"head":"[^"]+"/, `"head":"${'e'.repeat(64)}"`))
    expect((await published(markAt(end))).uncertified).toBeNull()
    writeFileSync(path, '{"half')
    expect((await buildMarts(dir, 1, 150n)).head).toBe(markAt(150n).hash)
  })

  it('is made anew when its file was changed', async () => {
    await land(journal)
    const manifest = await published(markAt(end))
    writeFileSync(join(publishedFolder(dir), manifest.certificate?.file ?? ''), textOf(manifest).replace('"events": 4', '"events": 5'))
    await published(markAt(end))
    expect(await unequal(textOf((await readManifest(dir)) as Manifest))).toEqual([])
    expect(readdirSync(publishedFolder(dir))).toHaveLength(3)
  })
})

describe('what was changed since is found and named', () => {
  let text: string
  let file: string
  beforeEach(async () => {
    await land(journal, 100)
    const manifest = await published(markAt(end))
    text = textOf(manifest)
    file = publishedFile(dir, manifest)
  })

  const segment = (partition: number) => {
    const folder = segmentsFolder(dir, 1, partition)
    return join(folder, readdirSync(folder).sort()[0] ?? '')
  }

  /** Writes the segment with this for the text of each event, and the hash and columns that follow from it. */
  async function forge(path: string, event: string): Promise<void> {
    const store = await openToWrite(':memory:', join(dir, 'spill'))
    await copyTo(
      store.connection,
      `SELECT * REPLACE (${event} AS event, unhex(sha256(${event})) AS content) FROM read_parquet(${quoted(path)})`,
      `${path}.new`,
      'old form',
    )
    store.close()
    renameSync(`${path}.new`, path)
  }

  it('an amount in a segment, though its hash and columns were changed with it', async () => {
    const path = segment(0)
    await forge(path, `CASE WHEN version = 4 THEN regexp_replace(event, '"amountMinor":"\\d+"', '"amountMinor":"1"') ELSE event END`)
    // Its control totals do not add up any more, so that no figures are made at all.
    expect(await unequal(text)).toEqual([path.slice(dir.length + 1), 'The figures, made again'])
  })

  it('a name in a segment, which changes no figure', async () => {
    const path = segment(0)
    await forge(path, `replace(event, '田中', '田口')`)
    expect(await unequal(text)).toEqual([path.slice(dir.length + 1), 'Journal'])
  })

  it('a segment that cannot be read, or is gone', async () => {
    const path = segment(1)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0, bytes.length >> 1))
    expect(await unequal(text)).toEqual([path.slice(dir.length + 1), 'The figures, made again', path])
    rmSync(path)
    expect(await verify(dir, text, null)).toContainEqual(
      expect.objectContaining({
        what: 'The figures, made again',
        state: 'unequal',
        says: expect.stringContaining('events are missing after position'),
      }),
    )
  })

  it.each([
    ['payout_facts', "UPDATE payout_facts SET beneficiary_name = 'Somebody' WHERE line_number = 1"],
    ['payout_changes', 'DELETE FROM payout_changes WHERE position = 9'],
    [
      'fees_by_corridor',
      'UPDATE fees_by_corridor SET fee_minor = fee_minor + 1 WHERE corridor = (SELECT min(corridor) FROM fees_by_corridor)',
    ],
  ])('the published mart %s', async (mart, sql) => {
    const store = await openToWrite(file, join(dir, 'spill'))
    await store.connection.run(sql)
    await store.connection.run('CHECKPOINT')
    store.close()
    expect(await unequal(text)).toEqual([`Published file ${file.split('/').at(-1)}`, `Published mart ${mart}`])
  })

  it.each<[string, (certificate: Certificate) => void]>([
    [
      'fees_by_corridor.sql',
      ({ sql }) => Object.assign(sql.find(({ file: name }) => name === 'fees_by_corridor.sql') ?? {}, { sha256: '0'.repeat(64) }),
    ],
    ['Mart companies', ({ marts }) => Object.assign(marts.find(({ name }) => name === 'companies') ?? {}, { sha256: '0'.repeat(64) })],
    ['Control totals', ({ controlTotals }) => Object.assign(controlTotals[0] ?? {}, { amountMinor: '1' })],
    ['Sums', ({ sums }) => Object.assign(sums[0] ?? {}, { feeMinor: '1' })],
    ['Contract and tables', (certificate) => Object.assign(certificate, { format: 1 })],
    ['The ledger’s signature', ({ watermark }) => Object.assign(watermark, { coveredUntil: '2026-12-25T14:00:00.000Z' })],
    ['Versions', (certificate) => Object.assign(certificate, { payouts: 119 })],
  ])('%s of a certificate that was sealed anew', async (what, change) => {
    expect(await unequal(forged(text, change))).toEqual([what])
  })

  it('any one character of a certificate', async () => {
    const elsewhere = join(dir, 'nothing')
    const character = fc.constantFrom(...'019afz"{}:, \n')
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 2 }), character, async (at, other) => {
        fc.pre(text[at] !== other)
        const [found] = await verify(elsewhere, `${text.slice(0, at)}${other}${text.slice(at + 1)}`, KEY)
        expect(found).toMatchObject({ what: 'The file', state: 'unequal' })
      }),
      { numRuns: 40 },
    )
  })
})

describe('the proof of a figure', () => {
  it('is computed again, and a row that was changed is found, also when the proof was sealed anew', async () => {
    await land(journal)
    await published(markAt(end))
    const reader = openReader(dir)
    const found = (await reader.prove('fees-by-corridor', { ...everything, from: '2026-02', company: 'TSB', companies: null }))
      ?.proof as Proof
    reader.close()
    expect(found.rows.length).toBeGreaterThan(0)
    expect(await unequal(JSON.stringify(found))).toEqual([])
    const [first, ...others] = found.rows
    const rows = [{ ...first, feeMinor: '1' }, ...others]
    expect(await unequal(JSON.stringify({ ...found, rows }))).toEqual(['The file', 'The figure’s hash', 'The figure'])
    const { seal: _, ...unsealed } = { ...found, rows, result: createHash('sha256').update(JSON.stringify(rows)).digest('hex') }
    expect(await unequal(JSON.stringify({ ...unsealed, seal: sealOf(unsealed) }))).toEqual(['The figure'])
  })
})

const hasArrow = (() => {
  try {
    execFileSync('python3', ['-c', 'import pyarrow'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

it.runIf(hasArrow)('another engine, without our code, comes to the same, and sees what was changed', async () => {
  await land(journal, 60)
  const manifest = await published(markAt(end))
  const path = join(publishedFolder(dir), manifest.certificate?.file ?? '')
  const ask = (certificate: string) =>
    execFileSync('python3', [join(import.meta.dirname, 'verify-elsewhere.py'), certificate, dir], { encoding: 'utf8' })
  expect(ask(path)).not.toContain('UNEQUAL')
  expect(statSync(path).size).toBeGreaterThan(1_000)
  const other = join(dir, 'other.json')
  writeFileSync(
    other,
    forged(textOf(manifest), ({ sums }) => Object.assign(sums[0] ?? {}, { feeMinor: '1' })),
  )
  expect(() => ask(other)).toThrow('Command failed')
})

it('a landing that another process reads meanwhile is left as it is', async () => {
  await land(journal)
  const text = textOf(await published(markAt(end)))
  const before = readdirSync(dir, { recursive: true }).sort()
  await Promise.all([verify(dir, text, KEY), verify(dir, text, KEY)])
  expect(readdirSync(dir, { recursive: true }).sort()).toEqual(before)
  expect(await landing.appliedPosition(0)).toBeGreaterThan(0n)
})
