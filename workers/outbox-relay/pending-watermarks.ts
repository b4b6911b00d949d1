/** When a watermark is due, and which of those begun has been reached. */
import type { CommitMarker } from '@/payroll/journal/relay/journal'

export type Progress = {
  /** The position acknowledged last. */
  position: bigint
  /** The last read found nothing more. */
  drained: boolean
  nowMs: number
}

const FLOWING_MS = 1_000
const IDLE_MS = 5_000
/** A burst of small transactions drains the journal again and again. */
const DRAINED_MS = 100
const PENDING_MAX = 60

export type PendingWatermarks = {
  isDue(progress: Progress): boolean
  /** Remembers a mark just taken. */
  add(mark: CommitMarker, progress: Progress): void
  /** The newest mark of which everything below `through` is enough, when events up to there are acknowledged; it and older ones are forgotten. */
  reached(through: bigint): CommitMarker | null
}

/** Every second while events flow, every five when idle, and at once when a backlog is drained. */
export function createPendingWatermarks(): PendingWatermarks {
  let pending: CommitMarker[] = []
  let taken = { atMs: Number.NEGATIVE_INFINITY, position: -1n }
  return {
    isDue({ position, drained, nowMs }) {
      const ageMs = nowMs - taken.atMs
      if (position === taken.position) return ageMs >= IDLE_MS
      return ageMs >= (drained ? DRAINED_MS : FLOWING_MS)
    },
    add(mark, { position, nowMs }) {
      taken = { atMs: nowMs, position }
      // Held back for long, only the oldest and the newest are of use.
      if (pending.length >= PENDING_MAX) pending.pop()
      pending.push(mark)
    },
    reached(through) {
      const mark = pending.findLast(({ xid }) => xid <= through)
      if (!mark) return null
      pending = pending.filter(({ xid }) => xid > through)
      return mark
    },
  }
}
