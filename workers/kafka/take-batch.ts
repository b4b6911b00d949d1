/** What a consumer does with messages of one partition as they come: believe them, put them in order, apply them, and name what is missing. */
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { Arrived } from '@/events/projection'
import { backOffMs, pause } from '@/platform/retry'
import { classify, type Gap } from './classify'
import type { Assigned, Loop } from './consumption'

/** Handed to `apply` at once: the more, the more versions of one payout stand together, of which a copy writes the newest alone. */
const MESSAGES_MAX = 5_000
const HEARTBEAT_EVERY_MS = 1_000
/** Between two attempts to apply the same messages. */
const AGAIN_MS = 100
const AGAIN_MS_MAX = 2_000
/** Tenths of a second. */
const UNJUDGED_SAID_AFTER = 100

/** Deals with the next messages of a partition: what is next is applied, and at a gap the partition is read from its beginning. @throws what `onGap` threw. */
export async function takeBatch(
  loop: Loop,
  consumer: Consumer,
  { batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload,
): Promise<void> {
  const { partition } = batch
  const preparing = loop.assigned.get(partition)
  const heartbeats = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_EVERY_MS)
  try {
    const state = await preparing
    if (!state || isStale() || !isRunning()) return
    loop.movedAt = performance.now()
    await untilJudged(loop, batch.messages)
    if (isStale() || !isRunning()) return
    const classified = classify(believed(loop, partition, batch.messages), state)
    for (let from = 0; from < classified.wanted.length; from += MESSAGES_MAX) {
      const chunk = classified.wanted.slice(from, from + MESSAGES_MAX)
      if (!(await applyPatiently(loop, partition, chunk, isRunning))) return
      const last = chunk.at(-1)
      if (!last) break
      state.applied = last.position
      state.search = null
      advance(state, BigInt(last.offset) + 1n)
    }
    state.seen = classified.seen
    state.search = classified.search
    if (classified.missed) await report(loop, partition, classified.missed)
    if (classified.gap) {
      await report(loop, partition, classified.gap)
      state.search = classified.gap
      state.seen = 0n
      consumer.seek({ topic: loop.topic, partition, offset: '0' })
      return
    }
    resolveOffset(batch.lastOffset())
    // While it searches, the offset stays before the gap: a restart must meet it again.
    if (!state.search) advance(state, BigInt(batch.lastOffset()) + 1n)
  } finally {
    clearInterval(heartbeats)
  }
}

/** Events from before they were signed wait for the first watermark that says up to where there are such: a running relay announces one every 5 s. */
async function untilJudged(loop: Loop, messages: readonly KafkaMessage[]): Promise<void> {
  for (let waits = 0; !loop.signal.aborted && messages.some(loop.trust.waits); waits += 1) {
    if (waits === UNJUDGED_SAID_AFTER)
      loop.onError?.(new Error('events without a signature wait for the relay to say that they may have none'))
    loop.movedAt = performance.now() // it stands still for a reason that is known
    await pause(100, loop.signal)
  }
}

/** Without what is not our relay's: it is named, and has no place, whatever it says. */
function believed({ trust, log, onError }: Loop, partition: number, messages: readonly KafkaMessage[]): KafkaMessage[] {
  return messages.filter((message) => {
    const doubt = trust.doubt(partition, message)
    if (doubt === null) return true
    const { offset } = message
    log.error({ partition, offset, doubt }, 'a message that is not of this ledger is left out')
    onError?.(
      new Error(
        `The message at offset ${offset} of partition ${partition} is not of this ledger (${doubt}). The consumer skipped it. If it was one of ours and was altered, the relay sends it again.`,
      ),
    )
    return false
  })
}

/** False when we are told to stop, or the partition is ours no more, before it succeeded. */
async function applyPatiently(loop: Loop, partition: number, chunk: Arrived[], isRunning: () => boolean): Promise<boolean> {
  const { apply, log, signal, onError } = loop
  for (let tries = 0; isRunning() && !signal.aborted; tries += 1) {
    try {
      await apply(partition, chunk)
      loop.movedAt = performance.now()
      return true
    } catch (error) {
      loop.movedAt = performance.now() // it stands still for a reason that is known
      onError?.(error)
      if (tries % 30 === 0)
        log.warn({ err: error, partition, messages: chunk.length, tries: tries + 1 }, 'applying failed; it is tried again')
      await pause(backOffMs(tries, AGAIN_MS, AGAIN_MS_MAX), signal)
    }
  }
  return false
}

async function report({ log, onGap }: Loop, partition: number, gap: Gap): Promise<void> {
  log.error(
    { partition, after: gap.after.toString(), next: gap.next.toString(), offset: gap.offset, searched: gap.searched },
    'a gap in the events',
  )
  await onGap(partition, gap)
}

function advance(state: Assigned, next: bigint): void {
  state.next = next
  state.uncommitted = true
}
