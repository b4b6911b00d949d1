/** The relay's work while it leads: read what is final, plan, publish, and announce how far everything is covered. */

import { partitionOf } from '@/events/partition'
import { signWatermark } from '@/events/signature'
import { watermarksTopic } from '@/events/topics'
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import { type Final, findHolder, type Horizon, readFinal, takeCommitMarker } from '@/payroll/journal/relay/journal'
import type { Lead } from '@/payroll/journal/relay/leader'
import { type Batch, type Numbering, numberRows } from '@/payroll/journal/relay/numbering'
import { confirmBatch, forgetOldPlans, type Offsets, planBatch } from '@/payroll/journal/relay/plan'
import type { Clock } from '@/platform/clock'
import { pause } from '@/platform/retry'
import type { Outgoing, PatientProducer } from '../kafka/producer'
import { checkHorizon, checkSameDatabase } from './checks'
import { createPendingWatermarks, type Progress } from './pending-watermarks'
import type { Publish } from './publish'
import type { RelayStatus } from './status'

export type RelayOptions = {
  lead: Lead
  /** The connection the lead was taken on. */
  leading: JournalConnection
  /** A second one, so that the next rows are read while Kafka writes the last. */
  reading: JournalConnection
  producer: PatientProducer
  publish: Publish
  /** Where the last event of ours ends in each partition; `publish.send` keeps it up to date. */
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
/** Reached after a second and a half in which nothing came. */
const POLL_MS_MAX = 250
const HELD_AFTER_MS = 1_000
const LOOK_FOR_HOLDER_EVERY_MS = 2_000
const FORGET_EVERY_BATCHES = 1_000

type Fetched = { final: Final; batch: Batch | null; messages: readonly Outgoing[] }

/** What the relay knows while it leads. */
type Leading = RelayOptions & {
  marks: ReturnType<typeof createPendingWatermarks>
  numbering: Numbering
  /** Whether a published batch is not confirmed yet. */
  isOpen: boolean
  batches: number
  /** Everything of transactions before this one was read; null while there is more. */
  readTo: bigint | null
  horizon: { xmin: bigint; sinceMs: number; lookedMs: number }
}

/** Relays until `signal` is aborted. @throws MustStop, Fenced, or what a store's failure threw: then the lead must be taken anew. */
export async function relay(options: RelayOptions): Promise<void> {
  const { lead, leading, publish, offsets, status, signal } = options
  const state: Leading = {
    ...options,
    marks: createPendingWatermarks(),
    numbering: options.confirmed,
    isOpen: false,
    batches: 0,
    readTo: null,
    horizon: { xmin: -1n, sinceMs: 0, lookedMs: 0 },
  }
  let pollMs = POLL_MS_MIN

  if (options.open) {
    await publish.send(publish.prepare(options.open.events), signal)
    acknowledge(state, options.open)
  }
  status.position = state.numbering.position

  for (let ahead: Promise<Fetched> | null = null; !signal.aborted; ) {
    const readAtMs = performance.now()
    const { final, batch, messages } = await (ahead ?? read(state, state.numbering))
    ahead = null
    const isFull = final.rows.length >= BATCH_ROWS_MAX
    state.readTo = isFull ? null : final.horizon.xmin
    checkHorizon(final.horizon, state.numbering)
    await watchHorizon(state, final.horizon)
    if (batch) {
      if (isFull) {
        ahead = read(state, batch.after)
        ahead.catch(() => {}) // it is awaited in the next round, should there be one
      }
      await planBatch(leading, lead, batch, offsets)
      await publish.send(messages, signal)
      acknowledge(state, batch)
      pollMs = POLL_MS_MIN
    } else if (state.isOpen) {
      await confirmBatch(leading, lead, offsets)
      state.isOpen = false
    }
    await announce(state, final.through)
    const isMarked = await markWhenDue(state, !batch)
    status.turnedAtMs = performance.now()
    if (!isMarked && !ahead) {
      if (!batch) pollMs = Math.min(pollMs * 1.2, POLL_MS_MAX)
      await pause(Math.max(0, pollMs - (performance.now() - readAtMs)), signal)
    }
  }
  if (state.isOpen) await confirmBatch(leading, lead, offsets)
}

async function read({ reading, publish, readTo }: Leading, from: Numbering): Promise<Fetched> {
  const final = await readFinal(reading, from.cursor, BATCH_ROWS_MAX, readTo)
  if (final.rows.length === 0) return { final, batch: null, messages: [] }
  const batch = numberRows(from, final.rows, partitionOf)
  return { final, batch, messages: publish.prepare(batch.events) }
}

function acknowledge(state: Leading, { after, events }: Batch): void {
  state.numbering = after
  state.isOpen = true
  state.status.position = after.position
  state.status.events += events.length
  state.batches += 1
  if (state.batches % FORGET_EVERY_BATCHES === 0) void forgetOldPlans(state.leading, state.lead).catch(() => {}) // next time, then
}

/** Announces the newest mark below which everything was read by now; all that was read is acknowledged at this point. */
async function announce(state: Leading, through: bigint): Promise<void> {
  const { lead, marks, numbering, prefix, producer, secret, signal, status, unsignedUpTo } = state
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

/** Takes the next mark when it is time for one, and says whether it was. */
async function markWhenDue({ leading, marks, numbering }: Leading, drained: boolean): Promise<boolean> {
  const progress: Progress = { position: numbering.position, drained, nowMs: performance.now() }
  if (!marks.isDue(progress)) return false
  await checkSameDatabase(leading)
  marks.add(await takeCommitMarker(leading), progress)
  return true
}

/** Names who has kept the horizon where it is for more than a second. */
async function watchHorizon(state: Leading, { xmin, xmax }: Horizon): Promise<void> {
  const nowMs = performance.now()
  if (xmin !== state.horizon.xmin || xmin === xmax) {
    state.horizon = { xmin, sinceMs: nowMs, lookedMs: 0 }
    state.status.heldBack = null
  }
  if (nowMs - state.horizon.sinceMs < HELD_AFTER_MS || nowMs - state.horizon.lookedMs < LOOK_FOR_HOLDER_EVERY_MS) return
  state.horizon.lookedMs = nowMs
  const holder = await findHolder(state.leading)
  const since = new Date(state.clock().getTime() - (nowMs - state.horizon.sinceMs)).toISOString()
  state.status.heldBack = holder && { ...holder, since }
}
