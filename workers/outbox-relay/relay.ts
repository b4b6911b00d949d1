/** The relay's work while it leads: read what is final, plan, publish, and announce how far everything is covered. */
import { signWatermark } from '@/events/signature'
import { watermarksTopic } from '@/events/topics'
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import { type Final, findHolder, type Horizon, readFinal, takeCommitMarker } from '@/payroll/journal/relay/journal'
import type { Lead } from '@/payroll/journal/relay/leader'
import { type Batch, type Numbering, numberRows } from '@/payroll/journal/relay/numbering'
import { confirmBatch, forgetOldPlans, type Offsets, planBatch } from '@/payroll/journal/relay/plan'
import type { Clock } from '@/platform/clock'
import { pause } from '@/platform/retry'
import { partitionOf } from '../kafka/partition'
import type { PatientProducer } from '../kafka/producer'
import { checkHorizon, checkSameDatabase } from './checks'
import { createPendingWatermarks, type Progress } from './pending-watermarks'
import type { RelayStatus } from './status'

export type RelayOptions = {
  lead: Lead
  /** The connection the lead was taken on. */
  leading: JournalConnection
  /** A second one, so that the next rows are read while Kafka writes the last. */
  reading: JournalConnection
  producer: PatientProducer
  publish: (batch: Batch, signal: AbortSignal) => Promise<void>
  /** Where the last event of ours ends in each partition; `publish` keeps it up to date. */
  offsets: Offsets
  prefix: string
  /** Signs watermarks. */
  secret: string
  /** The last event without a signature. */
  unsignedUpTo: bigint
  clock: Clock
  confirmed: Numbering
  open: Batch | null
  status: RelayStatus
  signal: AbortSignal
}

const BATCH_ROWS_MAX = 2_000
const POLL_MS_MIN = 20
const POLL_MS_MAX = 100
const HELD_AFTER_MS = 1_000
const LOOK_FOR_HOLDER_EVERY_MS = 2_000
const FORGET_EVERY_BATCHES = 1_000

type Fetched = { final: Final; batch: Batch | null }

/** Relays until `signal` is aborted. @throws MustStop, Fenced, or what a store's failure threw: then the lead must be taken anew. */
export async function relay(options: RelayOptions): Promise<void> {
  const { lead, leading, reading, producer, publish, offsets, prefix, secret, unsignedUpTo, clock, status, signal } = options
  const marks = createPendingWatermarks()
  let numbering = options.confirmed
  let isOpen = false
  let batches = 0
  let pollMs = POLL_MS_MIN
  let horizon = { xmin: -1n, sinceMs: 0, lookedMs: 0 }

  if (options.open) {
    await publish(options.open, signal)
    acknowledged(options.open)
  }
  status.position = numbering.position

  for (let ahead: Promise<Fetched> | null = null; !signal.aborted; ) {
    const readAtMs = performance.now()
    const { final, batch } = await (ahead ?? read(numbering))
    ahead = null
    checkHorizon(final.horizon, numbering)
    await watchHorizon(final.horizon)
    if (batch) {
      const isFull = final.rows.length >= BATCH_ROWS_MAX
      if (isFull) {
        ahead = read(batch.after)
        ahead.catch(() => {}) // it is awaited in the next round, should there be one
      }
      await planBatch(leading, lead, batch, offsets)
      await publish(batch, signal)
      acknowledged(batch)
      pollMs = POLL_MS_MIN
    } else if (isOpen) {
      await confirmBatch(leading, lead, offsets)
      isOpen = false
    }
    await announce(final.through)
    const progress: Progress = { position: numbering.position, drained: !batch, nowMs: performance.now() }
    if (marks.isDue(progress)) {
      await checkSameDatabase(leading)
      marks.add(await takeCommitMarker(leading), progress)
    } else if (!ahead) {
      if (!batch) pollMs = Math.min(pollMs * 1.2, POLL_MS_MAX)
      await pause(Math.max(0, pollMs - (performance.now() - readAtMs)), signal)
    }
  }
  if (isOpen) await confirmBatch(leading, lead, offsets)

  async function read(from: Numbering): Promise<Fetched> {
    const final = await readFinal(reading, from.cursor, BATCH_ROWS_MAX)
    return { final, batch: final.rows.length > 0 ? numberRows(from, final.rows, partitionOf) : null }
  }

  function acknowledged({ after, events }: Batch): void {
    numbering = after
    isOpen = true
    status.position = after.position
    status.events += events.length
    batches += 1
    if (batches % FORGET_EVERY_BATCHES === 0) void forgetOldPlans(leading, lead).catch(() => {}) // next time, then
  }

  /** Announces the newest mark below which everything was read by now; all that was read is acknowledged at this point. */
  async function announce(through: bigint): Promise<void> {
    const mark = marks.reached(through)
    if (!mark) return
    const watermark = {
      era: lead.era,
      position: String(numbering.position),
      last: numbering.last.map(String),
      coveredUntil: mark.at,
      horizonXid: String(mark.xid),
      hash: numbering.hash,
      unsignedUpTo: String(unsignedUpTo),
    }
    const topic = watermarksTopic(prefix)
    const value = JSON.stringify({ ...watermark, signature: signWatermark(secret, topic, watermark) })
    await producer.send(topic, [{ partition: 0, key: null, value }], signal)
    status.coveredUntil = mark.at
  }

  /** Names who has kept the horizon where it is for more than a second. */
  async function watchHorizon({ xmin, xmax }: Horizon): Promise<void> {
    const nowMs = performance.now()
    if (xmin !== horizon.xmin || xmin === xmax) {
      horizon = { xmin, sinceMs: nowMs, lookedMs: 0 }
      status.heldBack = null
    }
    if (nowMs - horizon.sinceMs < HELD_AFTER_MS || nowMs - horizon.lookedMs < LOOK_FOR_HOLDER_EVERY_MS) return
    horizon.lookedMs = nowMs
    const holder = await findHolder(leading)
    const since = new Date(clock().getTime() - (nowMs - horizon.sinceMs)).toISOString()
    status.heldBack = holder && { ...holder, since }
  }
}
