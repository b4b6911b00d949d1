/** The loader as the process it is, against a real broker and without any Postgres: what it lands, publishes and refuses, and what it survives. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { PARTITIONS, type Watermark } from '@/events/topics'
import { buildMarts } from '@/finance/build-marts'
import { fingerprint } from '@/finance/fingerprint'
import { openLanding } from '@/finance/landing/landing'
import { type Manifest, readManifest } from '@/finance/manifest'
import { readProgress } from '@/finance/progress'
import { testEnv } from '@/stack/test-runner/database'
import { kafkaJournal } from '@/stack/test-runner/kafka-journal'
import { payrollEvents, type TestEvent } from '@/stack/test-runner/payroll-events'
import { type Processes, testProcesses, until } from '@/stack/test-runner/processes'

const base = testEnv()
const kafka = kafkaJournal(base.KAFKA_BROKERS ?? '')
const journal = [...payrollEvents({ runs: 6, payoutsPerRun: 100 })]
const end = journal.at(-1)?.position ?? 0n
/** The hash that any build of these events must come to. */
let hash: string
let tests = 0
let prefix: string
let dir: string
let env: Record<string, string>
let processes: Processes

beforeAll(async () => {
  const aside = mkdtempSync(join(tmpdir(), 'payledger-finance-'))
  const landing = await openLanding(aside, 1)
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
beforeEach(async () => {
  prefix = `${base.KAFKA_TOPIC_PREFIX}${tests++}-`
  dir = join(base.FINANCE_DIR ?? '', prefix)
  mkdirSync(dir, { recursive: true })
  env = { ...base, KAFKA_TOPIC_PREFIX: prefix, FINANCE_DIR: dir, LOG_LEVEL: 'error' }
  processes = testProcesses()
  await kafka.makeTopics(prefix)
})
afterEach(() => processes.stopAll())
afterAll(() => kafka.close())

const start = () => processes.start('finance-loader', env)

const send = (events: readonly TestEvent[]): Promise<void> => kafka.send(prefix, events)

/** Announces that everything up to `position` is committed and in Kafka. */
const announce = (position: bigint, horizonXid = position + 1n): Promise<Watermark> =>
  kafka.announce(prefix, journal, position, horizonXid, new Date(Date.UTC(2026, 10, 25, 12, 0, Number(horizonXid % 60n))))

const published = async (position: bigint): Promise<Manifest> => {
  await until(`marts up to ${position} are published`, async () => (await readManifest(dir))?.position === position.toString())
  return (await readManifest(dir)) as Manifest
}

const parquetFiles = () => {
  const files = Array.from({ length: PARTITIONS }, (_, p) => {
    const folder = join(dir, `events/era=1/p=${p}`)
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  })
  return files.flat()
}

it('lands what comes, twice and again, and publishes what a watermark covers and no more', { timeout: 240_000 }, async () => {
  start()
  const half = journal[journal.length / 2 - 1] as TestEvent
  await send(journal)
  await send(journal.slice(100, 900))
  const mark = await announce(half.position)
  expect(await published(half.position)).toMatchObject({ events: Number(half.position), deadLetters: 0, coveredUntil: mark.coveredUntil })
  const newest = await announce(end)
  expect(await published(end)).toMatchObject({ hash, payouts: 600 })
  const later = await announce(end, BigInt(newest.horizonXid) + 7n)
  await until('a quiet hour is covered too', async () => (await readProgress(dir))?.coveredUntil === later.coveredUntil)
})

it('does not pass over a gap, says that it is incomplete, and goes on when the missing event comes', { timeout: 240_000 }, async () => {
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
  expect(await published(end)).toMatchObject({ hash })
  await until('the gap is closed', async () => (await readProgress(dir))?.gapAt === null)
})

it('is killed again and again under load, leaves only whole segments, and ends with the same marts', { timeout: 240_000 }, async () => {
  let loader = start()
  for (let from = 0, step = Math.ceil(journal.length / 3); from < journal.length; from += step) {
    await send(journal.slice(from, from + step))
    const files = from === 0 ? 0 : parquetFiles().length
    await until('more has landed', () => parquetFiles().length > files)
    await processes.kill(loader, 'SIGKILL')
    for (const file of parquetFiles().filter((name) => !name.includes('.writing-')))
      expect(readFileSync(file).subarray(-4).toString()).toBe('PAR1')
    loader = start()
  }
  await announce(end)
  expect(await published(end)).toMatchObject({ hash })
  expect(parquetFiles().filter((name) => name.includes('.writing-'))).toEqual([])
})

it('comes back from Kafka alone with the same hash and fingerprint when everything is deleted, stopped or running', {
  timeout: 240_000,
}, async () => {
  let loader = start()
  await send(journal)
  await announce(end)
  await published(end)
  const before = await fingerprint(dir)
  await processes.kill(loader, 'SIGTERM')
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

it('stops when the disk is full, shows nothing half written, and goes on when there is room', { timeout: 240_000 }, async ({ skip }) => {
  const disk = mkdtempSync(join(tmpdir(), 'payledger-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'payledger-test', disk], { stdio: 'ignore' })
  } catch {
    skip('a small disk can only be made by root')
  }
  dir = disk
  env = { ...env, FINANCE_DIR: disk }
  try {
    start()
    await send(journal)
    await announce(end)
    await until('the disk is full', () => Number(execFileSync('df', ['--output=pcent', disk]).toString().replace(/\D/g, '')) > 80)
    expect(await readProgress(dir)).toMatchObject({ position: null })
    execFileSync('mount', ['-o', 'remount,size=100m', disk])
    expect(await published(end)).toMatchObject({ hash })
  } finally {
    await processes.stopAll()
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
})
