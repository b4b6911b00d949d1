/** The loader as the process it is, against a real broker and without any Postgres: what it lands, publishes and refuses, and what it survives. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { PARTITIONS, type Watermark } from '@/events/topics'
import { buildMarts } from '@/finance/build-marts'
import { fingerprint } from '@/finance/fingerprint'
import { openLanding } from '@/finance/landing/landing'
import { type Manifest, readManifest } from '@/finance/manifest'
import { readProgress } from '@/finance/progress'
import { openReader } from '@/finance/reader'
import { machineClock } from '@/stack/test-runner/clock'
import { testEnv } from '@/stack/test-runner/database'
import { flip } from '@/stack/test-runner/flip'
import { kafkaJournal } from '@/stack/test-runner/kafka-journal'
import { payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { testProcesses, until } from '@/stack/test-runner/processes'

const base = testEnv()
const kafka = kafkaJournal(base.KAFKA_BROKERS ?? '')
const journal = [...payrollEvents({ runs: 6, payoutsPerRun: 100 })]
const end = journal.at(-1)?.position ?? 0n
/** The hash that any build of these events must come to. */
let hash: string
let loaders = 0

beforeAll(async () => {
  const aside = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
  const landing = await openLanding(aside, 1, machineClock)
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    await landing.land(
      partition,
      journal.filter((event) => event.partition === partition),
    )
  }
  hash = (await buildMarts(aside, 1, end)).hash
  landing.close()
  rmSync(aside, { recursive: true, force: true })
})
afterAll(() => kafka.close())

/** Topics and files of one test's own: the tests wait more than they work, so they run side by side. */
async function ground({ onTestFinished }: Pick<TestContext, 'onTestFinished'>, dir = join(base.FINANCE_DIR ?? '', String(loaders))) {
  const prefix = `${base.KAFKA_TOPIC_PREFIX}${loaders++}-`
  const processes = testProcesses()
  onTestFinished(processes.stopAll)
  mkdirSync(dir, { recursive: true })
  await kafka.makeTopics(prefix)
  return {
    dir,
    ...processes,
    start: () => processes.start('finance-loader', { ...base, KAFKA_TOPIC_PREFIX: prefix, FINANCE_DIR: dir, LOG_LEVEL: 'error' }),
    send: (events: readonly TestEvent[]): Promise<void> => kafka.send(prefix, events),
    /** Announces that everything up to `position` is committed and in Kafka. */
    announce: (position: bigint, horizonXid = position + 1n): Promise<Watermark> =>
      kafka.announce(prefix, journal, position, horizonXid, new Date(Date.UTC(2026, 10, 25, 12, 0, Number(horizonXid % 60n)))),
    async published(position: bigint): Promise<Manifest> {
      await until(`marts up to ${position} are published`, async () => (await readManifest(dir))?.position === position.toString())
      return (await readManifest(dir)) as Manifest
    },
    parquetFiles() {
      const files = Array.from({ length: PARTITIONS }, (_, p) => {
        const folder = join(dir, `events/era=1/p=${p}`)
        return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
      })
      return files.flat()
    },
  }
}

describe.concurrent('the loader', { timeout: 480_000 }, () => {
  it('lands what comes, twice and again, and publishes what a watermark covers and no more', async (test) => {
    const { start, send, announce, published, dir } = await ground(test)
    start()
    const half = journal[journal.length / 2 - 1] as TestEvent
    await send(journal)
    await send(journal.slice(100, 900))
    const mark = await announce(half.position)
    expect(await published(half.position)).toMatchObject({ events: Number(half.position), deadLetters: 0, coveredUntil: mark.coveredUntil })
    const newest = await announce(end)
    expect(await published(end)).toMatchObject({ hash, payouts: 600, uncertified: null })
    const later = await announce(end, BigInt(newest.horizonXid) + 7n)
    await until('a quiet hour is covered too', async () => (await readProgress(dir))?.coveredUntil === later.coveredUntil)
  })

  it('does not pass over a gap, says that it is incomplete, and goes on when the missing event comes', async (test) => {
    const { start, send, announce, published, dir } = await ground(test)
    start()
    const missing = journal[700] as TestEvent
    const rest = journal.slice(701)
    await send(journal.slice(0, 700))
    await announce(700n)
    await published(700n)
    await send(rest)
    await announce(end)
    await until('the gap is told', async () => (await readProgress(dir))?.gapAt === missing.previous.toString())
    expect((await readManifest(dir))?.position).toBe('700')
    await send([missing, ...rest.filter(({ partition }) => partition === missing.partition)])
    expect(await published(end)).toMatchObject({ hash, uncertified: null })
    await until('the gap is closed', async () => (await readProgress(dir))?.gapAt === null)
  })

  it('is killed again and again under load, leaves only whole segments, and ends with the same marts', async (test) => {
    const { start, send, announce, published, parquetFiles, kill } = await ground(test)
    let loader = start()
    for (let from = 0, step = Math.ceil(journal.length / 3); from < journal.length; from += step) {
      const before = new Set(parquetFiles())
      await send(journal.slice(from, from + step))
      await until('more has landed', () => parquetFiles().some((name) => !before.has(name)))
      await kill(loader, 'SIGKILL')
      for (const file of parquetFiles().filter((name) => !name.includes('.writing-')))
        expect(readFileSync(file).subarray(-4).toString()).toBe('PAR1')
      loader = start()
    }
    await announce(end)
    expect(await published(end)).toMatchObject({ hash })
    expect(parquetFiles().filter((name) => name.includes('.writing-'))).toEqual([])
  })

  it('comes back from Kafka alone with the same hash and fingerprint when everything is deleted, stopped or running', async (test) => {
    const { start, send, announce, published, parquetFiles, kill, dir } = await ground(test)
    let loader = start()
    await send(journal)
    await announce(end)
    await published(end)
    const before = await fingerprint(dir)
    await kill(loader, 'SIGTERM')
    rmSync(dir, { recursive: true })
    loader = start()
    expect(await published(end)).toMatchObject({ hash })
    expect(await fingerprint(dir)).toEqual(before)

    rmSync(join(dir, 'published'), { recursive: true })
    expect(await published(end)).toMatchObject({ hash })
    rmSync(join(dir, 'events/era=1/p=2'), { recursive: true })
    await until('the landing is whole again', () => parquetFiles().some((file) => file.includes('p=2')))
    for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true })
    expect(await published(end)).toMatchObject({ hash })
    expect(await fingerprint(dir)).toEqual(before)
  })

  it('names damaged segments, reads their events again, and makes a damaged published file again, of which nothing is shown meanwhile', async (test) => {
    const { start, send, announce, published, parquetFiles, kill, dir } = await ground(test)
    const loader = start()
    await send(journal)
    await announce(end)
    await published(end)
    await kill(loader, 'SIGTERM')
    const [cut = '', flipped = ''] = parquetFiles().sort((a, b) => statSync(b).size - statSync(a).size)
    truncateSync(cut, Math.floor(statSync(cut).size / 2))
    flip(flipped)
    rmSync(join(dir, 'published'), { recursive: true })
    start()
    const { file, builtAt } = await published(end)
    expect(await readManifest(dir)).toMatchObject({ hash })
    const aside = readdirSync(join(dir, 'set-aside'), { recursive: true }).map(String)
    for (const path of [cut, flipped]) {
      const name = path.slice(path.indexOf('era=1'))
      expect(aside).toContain(name)
      expect(readFileSync(join(dir, 'set-aside', `${name}.reason.txt`), 'utf8')).toMatch(/cannot be read|not what was written/)
    }

    const reader = openReader(dir)
    const filter = { from: '2020-01', to: '2030-12', companies: null }
    const rows = (await reader.payoutsByCountry(filter)).rows
    flip(join(dir, 'published', file))
    expect(await readProgress(dir)).toBeNull()
    await expect(reader.payoutsByCountry(filter)).rejects.toThrow('the published file is damaged; it is made again')
    await until('it is made again', async () => (await readManifest(dir))?.builtAt !== builtAt)
    expect(await readManifest(dir)).toMatchObject({ hash, file })
    expect((await reader.payoutsByCountry(filter)).rows).toEqual(rows)
    reader.close()

    // One that was only copied is what it was.
    utimesSync(join(dir, 'published', file), new Date(0), new Date(0))
    await until('it is read again', async () => (await readProgress(dir)) !== null)
    expect(await readManifest(dir)).toMatchObject({ hash })
  })

  it('stops when the disk is full, shows nothing half written, and goes on when there is room', async (test) => {
    const disk = mkdtempSync(join(tmpdir(), 'payledger-disk-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'payledger-test', disk], { stdio: 'ignore' })
    } catch {
      test.skip('a small disk can only be made by root')
    }
    const { start, send, announce, published, stopAll } = await ground(test, disk)
    try {
      start()
      await send(journal)
      await announce(end)
      await until('the disk is full', () => Number(execFileSync('df', ['--output=pcent', disk]).toString().replace(/\D/g, '')) > 80)
      expect(await readProgress(disk)).toMatchObject({ position: null })
      execFileSync('mount', ['-o', 'remount,size=100m', disk])
      expect(await published(end)).toMatchObject({ hash })
    } finally {
      await stopAll()
      execFileSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true, force: true })
    }
  })
})
