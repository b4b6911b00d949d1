/** How repairs are spoken of. */
import { spanWords } from '@/components/time-words'
import type { RepairRow } from '@/operations/repairs/read-repairs'
import type { CopyRepairKind, LetterRepairKind, RepairKind, RepairState } from '@/operations/repairs/repair'
import type { RepairPlan } from '@/payroll/repairs/plan-repair'

/** `done` and `untouched` say what has changed, and what has not, for those who use the copy. */
type Words = { name: string; confirm: string; says: (plan: RepairPlan) => string; done: string; untouched: string }

const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
const inCopies = ({ copies }: RepairPlan): string => copies.join(' and ')

export const KIND_WORDS: Readonly<Record<CopyRepairKind, Words>> = {
  'rebuild-search': {
    name: 'Make search anew',
    confirm: 'Make it anew',
    says: ({ events }) =>
      `All ${events.toLocaleString('en')} events are read again into a new index. People go on searching the old one, which is kept up to date. The new one takes its place only when it is equal to the ledger, and the old one is kept for an hour after that.`,
    done: 'The new index answers. The one before is kept for an hour.',
    untouched: 'The old index goes on answering, and what was made so far is taken away.',
  },
  'replay-payouts': {
    name: 'Replay payouts',
    confirm: 'Replay them',
    says: (plan) =>
      `The events of ${count(plan.payouts ?? 0, 'payout')} are read again from Kafka and written again to ${inCopies(plan)}. All the others stay as they are, and everything goes on answering. Then exactly these are compared with the ledger.`,
    done: 'They are equal to the ledger.',
    untouched: 'What was written so far stays: it is what the events say.',
  },
  'replay-from': {
    name: 'Replay from an event',
    confirm: 'Replay them',
    says: (plan) =>
      `The last ${count(plan.events, 'event')} are read again from Kafka and written again to ${inCopies(plan)}. What a copy has as they say stays as it is, and everything goes on answering. Then all of it is compared with the ledger.`,
    done: 'All of it is equal to the ledger. The report says what has changed.',
    untouched: 'What was written so far stays: it is what the events say.',
  },
  'refill-kafka': {
    name: 'Fill Kafka anew',
    confirm: 'Fill it anew',
    says: ({ events }) =>
      `The relay proves that the journal is the one that was published, deletes the topic of the events, and sends all ${events.toLocaleString('en')} again under the same positions. Search and finance go on answering and keep what they have; new changes reach them when all has been sent. Then every event in Kafka is compared with the journal.`,
    done: 'Kafka holds every event as the journal has it.',
    untouched: 'A topic that was not deleted yet stays. One that was is filled again in any case: the journal has every event.',
  },
  'rebuild-finance': {
    name: 'Publish finance anew',
    confirm: 'Publish them anew',
    says: ({ mart }) =>
      mart
        ? `All marts are made again of the events that have landed. ${mart} takes the place of the present one if every other is what it was, by its hash; otherwise nothing is exchanged. The figures go on answering. Then they are compared with the ledger.`
        : 'All figures are made again of the events that have landed, and published in the place of the present ones, which go on answering until then. Then they are compared with the ledger, payout by payout.',
    done: 'The figures were published anew.',
    untouched: 'The figures that were published last go on answering.',
  },
  'refill-finance': {
    name: 'Fill finance anew',
    confirm: 'Fill it anew',
    says: ({ events }) =>
      `All ${events.toLocaleString('en')} events are read again from Kafka into a new landing. The published figures go on answering and are kept up to date. The new landing takes the place of the present one only when its figures are equal to the ledger, and the old one is kept for an hour after that.`,
    done: 'The new landing is in its place, and the figures are made of it. The one before is kept for an hour.',
    untouched: 'The present landing goes on, and what was filled so far is taken away.',
  },
}

/** Of dead letters, which are asked for on their own pages. */
const OF_LETTERS: Readonly<Record<LetterRepairKind, Pick<Words, 'name' | 'done' | 'untouched'>>> = {
  'redrive-dead-letters': {
    name: 'Redrive dead letters',
    done: 'What is settled makes the copy incomplete no more.',
    untouched: 'The letters stay open. What was read again until then stays where it is; every event is the ledger’s own.',
  },
  'discard-dead-letters': {
    name: 'Discard dead letters',
    done: 'Both names and the reason stay here for good.',
    untouched: 'The letters stay open.',
  },
}

/** What a repair is called, and what has changed, and what has not, when it ends. */
export const endWords = (kind: RepairKind): Pick<Words, 'name' | 'done' | 'untouched'> =>
  kind === 'redrive-dead-letters' || kind === 'discard-dead-letters' ? OF_LETTERS[kind] : KIND_WORDS[kind]

/** How long it will take, as far as anybody has measured. */
export const howLongWords = ({ expectedMs }: RepairPlan): string =>
  expectedMs === null ? 'Nobody has measured yet how long that takes.' : `About ${spanWords(expectedMs)}, as the last one.`

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

/** What is written in place is not filled. */
export const WRITTEN_IN_PLACE: readonly RepairKind[] = ['replay-payouts', 'replay-from', 'rebuild-finance']

/** The state of one, in a word. */
export const stateWords = ({ kind, state }: Pick<RepairRow, 'kind' | 'state'>): { word: string; tone: Tone } =>
  state === 'filling' && WRITTEN_IN_PLACE.includes(kind) ? { word: 'Being written', tone: 'info' } : STATE_WORDS[state]

type Progress = Pick<RepairRow, 'state' | 'eventsTotal' | 'eventsLeft' | 'beganAt' | 'seenAt'>

/** "41 %, 2 min left": by what it has done since it began; null before it has looked. */
export function progressWords({ state, eventsTotal, eventsLeft, beganAt, seenAt }: Progress): string | null {
  if (state !== 'filling' || !eventsTotal || eventsLeft === null || !beganAt || !seenAt) return null
  const done = eventsTotal - eventsLeft
  const share = `${Math.floor((done / eventsTotal) * 100)} %`
  const tookMs = Date.parse(seenAt) - Date.parse(beganAt)
  return done > 0 && eventsLeft > 0 ? `${share}, about ${spanWords((tookMs / done) * eventsLeft)} left` : share
}
