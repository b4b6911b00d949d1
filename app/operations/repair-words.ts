/** How repairs are spoken of. */
import { spanWords } from '@/components/time-words'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import type { RepairKind, RepairState } from '@/operations/repairs/repair'

export const KIND_WORDS: Readonly<Record<RepairKind, string>> = { 'rebuild-search': 'Make search anew' }

type Tone = 'ok' | 'warn' | 'bad' | 'info'

export const STATE_WORDS: Readonly<Record<RepairState, { word: string; tone: Tone }>> = {
  asked: { word: 'Asked for', tone: 'info' },
  filling: { word: 'Being filled', tone: 'info' },
  filled: { word: 'Being compared with the ledger', tone: 'info' },
  proven: { word: 'Equal to the ledger', tone: 'info' },
  done: { word: 'Done', tone: 'ok' },
  refused: { word: 'Refused', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'warn' },
}

type Progress = Pick<RepairRow, 'state' | 'eventsTotal' | 'eventsLeft' | 'beganAt' | 'seenAt'>

/** "41 %, 2 min left": by what it has done since it began; null before it has looked. */
export function progressWords({ state, eventsTotal, eventsLeft, beganAt, seenAt }: Progress): string | null {
  if (state !== 'filling' || !eventsTotal || eventsLeft === null || !beganAt || !seenAt) return null
  const done = eventsTotal - eventsLeft
  const share = `${Math.floor((done / eventsTotal) * 100)} %`
  const tookMs = Date.parse(seenAt) - Date.parse(beganAt)
  return done > 0 && eventsLeft > 0 ? `${share}, about ${spanWords((tookMs / done) * eventsLeft)} left` : share
}
