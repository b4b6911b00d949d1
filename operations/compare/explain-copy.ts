/**
 * Why a copy does not hold what the ledger says of one payout: one sentence, decided from what was read of all stores a moment ago, and never guessed.
 *
 * The causes are asked in the order of an event's way, and the first that holds is the answer, for nothing after it can be told before it is put right: what
 * was written and only cannot be found yet; the relay that reads the journal; what keeps it from reading on; another history; what the copy has set aside,
 * which proves that it came by; an index that nobody feeds any more; a hole in the partition; what is still to be read; what has landed and is not published.
 * A copy that claims to have the event, and none of these, is damaged.
 */
import type { CanonicalTexts } from '@/events/canonical'
import type { CopyName, HeldPayout, LetterInCopy, PayoutInCopy } from '@/events/held-copy'
import { countWords as counted, positionWords, waitWords } from './count-words'
import type { LedgerSide } from './ledger-side'
import { isSame } from './name-cause'

export const REASONS = [
  'agrees',
  'no-answer',
  'not-refreshed',
  'relay-down',
  'held-back',
  'relay-behind',
  'not-filled',
  'other-history',
  'dead-letter',
  'older-definition',
  'gap',
  'behind',
  'publication-due',
  'damaged',
  'row-without-event',
] as const
export type Reason = (typeof REASONS)[number]

/** What puts it right: by itself, or by whom. `href` leads to where that is done. */
export type Remedy = { text: string; href: string | null }
export type Explanation = { reason: Reason; sentence: string; remedy: Remedy | null }

export type CopyAsked = {
  name: CopyName
  /** Null when it does not answer in time. */
  copy: PayoutInCopy | null
  /** How many events of the partition it has to take until it has this payout's last one; null when that cannot be counted. */
  toTake: number | null
}

const DESK = '/operations'
const COPY_WORDS = { search: 'Search', finance: 'Finance' } as const
const WORKER_WORDS = { search: 'search-projector', finance: 'finance-loader' } as const

/** Whether a copy agrees with the ledger, or why it does not. */
export function explainCopy(ledger: LedgerSide, { name, copy, toTake }: CopyAsked): Explanation {
  const it = COPY_WORDS[name]
  if (copy === null)
    return because('no-answer', `${it} does not answer, so that nobody knows what it holds of this payout.`, {
      text:
        name === 'search'
          ? 'An operator starts Elasticsearch. Search catches up by itself.'
          : `An operator looks at the last error of the ${WORKER_WORDS.finance}.`,
      href: DESK,
    })
  const expected = ledger.event?.texts ?? ledger.row
  if (holds(expected, copy.held)) return because('agrees', `${it} holds what the ledger says.`, null)
  if (expected !== null && copy.written !== copy.held && holds(expected, copy.written)) return notRefreshed(ledger, it)
  return notPublished(ledger, copy) ?? inTheCopy(ledger, { name, copy, toTake })
}

/** Whether the ledger's row is what its last event says; null where it is. */
export function explainLedger({ row, event }: Pick<LedgerSide, 'row' | 'event'>): Explanation | null {
  if (event !== null && event.texts === null) return null
  if (isSame(row, event?.texts ?? null)) return null
  const text = 'Operators find out who changed the database past its rules. Hold the payout until then.'
  const sentence = 'The row in the ledger is not what its last event says: someone, or a fault, has changed the ledger past its rules.'
  return because('row-without-event', sentence, { text, href: DESK })
}

const because = (reason: Reason, sentence: string, remedy: Remedy | null): Explanation => ({ reason, sentence, remedy })

const holds = (expected: CanonicalTexts | null, held: HeldPayout | null): boolean =>
  isSame(expected, held?.texts ?? null) && (held === null || (held.texts !== null && held.altered.length === 0))

/** Who runs the installation. */
const start = (process: string): Remedy => ({ text: `An operator starts the ${process}. It goes on where it was.`, href: DESK })
const byItself = (text: string): Remedy => ({ text, href: null })

function notRefreshed({ workers: { search } }: LedgerSide, it: string): Explanation {
  const sentence = `${it} has written the change, and it can be found after the next refresh.`
  return because(
    'not-refreshed',
    sentence,
    search.state === 'alive' ? byItself('It refreshes by itself within seconds.') : start(WORKER_WORDS.search),
  )
}

/** Where the event has not reached Kafka, as far as that is known; what the copy has taken all the same has. */
function notPublished({ place, relay, before, holder }: LedgerSide, { applied }: PayoutInCopy): Explanation | null {
  if (place.state === 'published' || (place.position !== null && applied >= BigInt(place.position))) return null
  const committed = 'The change is committed and not published yet'
  if (relay.stop !== null)
    return because('relay-down', `${committed}: the relay has stopped.`, { text: `Operators see why: ${relay.stop}`, href: DESK })
  if (relay.state !== 'alive') {
    const silence = relay.silentMs === null ? 'has never responded' : `has not responded for ${waitWords(relay.silentMs)}`
    return because('relay-down', `${committed}: the relay ${silence}.`, start('outbox-relay'))
  }
  if (relay.role !== 'leading') {
    return because('relay-down', `${committed}: no relay leads.`, {
      text: 'It leads as soon as Postgres and Kafka answer. Operators see what it says.',
      href: DESK,
    })
  }
  if (holder !== null) {
    const who = holder.pid === null ? 'a prepared transaction' : `process ${holder.pid} of Postgres`
    const since = holder.openMs === null ? '' : `, open for ${waitWords(holder.openMs)},`
    const sentence = `${committed}: a transaction of ${who}${since} holds back everything that was committed after it began.`
    const remedy = { text: 'It is published by itself once that transaction ends; operators can end it.', href: DESK }
    return because('held-back', holder.pid === null ? sentence.replace('a transaction of ', '') : sentence, remedy)
  }
  const ahead = before === 0 ? 'the relay is about to publish it' : `the relay has ${counted(before, 'event')} to publish before it`
  return because('relay-behind', `${committed}: ${ahead}.`, byItself('The relay goes on by itself while Kafka answers.'))
}

/** The event is in Kafka, or the copy's own word is all there is. */
function inTheCopy(ledger: LedgerSide, { name, copy, toTake }: CopyAsked & { copy: PayoutInCopy }): Explanation {
  const it = COPY_WORDS[name]
  const worker = ledger.workers[name]
  const fill = worker.state === 'alive' ? byItself(`The ${WORKER_WORDS[name]} fills it by itself.`) : start(WORKER_WORDS[name])
  if (copy.isOlder && copy.era === null) return olderDefinition(it, fill)
  if (copy.era === null) return because('not-filled', `${it} was not filled yet.`, fill)
  if (copy.era !== ledger.era)
    return because(
      'other-history',
      `${it} is of era ${copy.era}, from before the ledger was restored; the ledger is of era ${ledger.era}.`,
      fill,
    )
  const position = ledger.place.position ?? ledger.place.atMost
  const letter = copy.letters.find((each) => isOfEvent(each, ledger))
  if (letter) {
    const sentence = `${it} could not take the event and has set it aside as a dead letter: ${letter.reason}.`
    return because('dead-letter', sentence.replace(/\.\.$/, '.'), {
      text: 'Operators see to it under Dead letters.',
      href: `${DESK}#dead-letters`,
    })
  }
  if (copy.isOlder) return olderDefinition(it, fill)
  if (position !== null && copy.applied < BigInt(position)) return notTaken(ledger, { name, copy, toTake })
  if (name === 'finance' && position !== null && BigInt(copy.position ?? 0) < BigInt(position)) return notYetPublished(ledger)
  return damaged(it, ledger, copy)
}

const olderDefinition = (it: string, remedy: Remedy): Explanation =>
  because(
    'older-definition',
    `What ${it.toLowerCase()} answers from was made by an older definition, and is fed no more: it is filled anew beside it.`,
    remedy,
  )

const isOfEvent = ({ position, version }: LetterInCopy, { place, event }: LedgerSide): boolean =>
  (place.position !== null && position === place.position) || (version !== null && version === event?.version)

function notTaken({ place, workers, kafkaLost }: LedgerSide, { name, copy, toTake }: CopyAsked & { copy: PayoutInCopy }): Explanation {
  const it = COPY_WORDS[name]
  const worker = workers[name]
  const gapAt = copy.gapAt ?? worker.gapAt
  const gone = worker.state === 'alive' ? null : start(WORKER_WORDS[name])
  if (gapAt !== null && gapAt >= copy.applied) {
    const sentence = `${it} waits at a gap: events after position ${positionWords(gapAt)} of partition ${place.partition} are missing in Kafka.`
    const sends = kafkaLost.includes(place.partition)
      ? 'The relay is sending them again from the ledger.'
      : 'The relay sends them again from the ledger.'
    return because('gap', sentence, gone ?? { text: `${sends} Operators see whether it leads.`, href: DESK })
  }
  const n = toTake === null ? 'by more events of its partition than can be counted here' : `by ${counted(toTake, 'event')} of its partition`
  const silence = worker.silentMs === null ? '' : `, and its ${WORKER_WORDS[name]} has not responded for ${waitWords(worker.silentMs)}`
  const sentence = `${it} is behind ${n}${gone ? silence : ''}.`
  return because('behind', sentence, gone ?? (worker.lastError === null ? byItself('It catches up by itself.') : failing(worker.lastError)))
}

const failing = (error: string): Remedy => ({ text: `It tries again by itself; operators look at what failed: ${error}`, href: DESK })

function notYetPublished({ workers: { finance }, at }: LedgerSide): Explanation {
  const { publishDueAt } = finance
  const isOver = publishDueAt !== null && publishDueAt < at
  const due = publishDueAt === null ? 'with the next publication' : `${isOver ? 'was due' : 'is due'} at ${publishDueAt.slice(11, 19)} UTC`
  const sentence = `Finance has the event; the publication that shows it ${publishDueAt === null ? `comes ${due}` : due}.`
  if (finance.state !== 'alive') return because('publication-due', sentence, start(WORKER_WORDS.finance))
  return because(
    'publication-due',
    sentence,
    finance.lastError === null ? byItself('It is published by itself.') : failing(finance.lastError),
  )
}

function damaged(it: string, { row, event }: LedgerSide, { held, position }: PayoutInCopy): Explanation {
  const claims = `says that it has every event up to position ${positionWords(position ?? '0')}`
  const remedy = { text: 'Operators compare the stores and have the copy made anew.', href: `${DESK}#repairs` }
  const isKnown = row !== null || event !== null
  const version = held?.texts?.version ?? null
  const what = !isKnown
    ? 'has a payout that the ledger does not have'
    : held === null
      ? 'does not have this payout'
      : version !== null && event !== null && Number(version) < event.version && held.altered.length === 0
        ? `still holds version ${version}`
        : 'holds what no event says'
  return because('damaged', `The copy is damaged: ${it.toLowerCase()} ${claims}, and ${what}.`, remedy)
}
