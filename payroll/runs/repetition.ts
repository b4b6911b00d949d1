/** People who are paid again: what other runs of the period hold of them, in sentences, and whether that is what a person saw. */
import type { RunStatus } from '@/events/payroll-run-v1'
import type { RunKind } from './run-kind'

/** Another run of the same company that has people of this one: of the same period, or with the same pay on nearly the same day for another. */
export type RepeatedRun = {
  runId: string
  reference: string
  status: RunStatus
  kind: RunKind
  /** "2026-12" and "2026-12-18". */
  period: string
  payDate: string
  /** How many people of this run that one has; by their number, their account, or their name where a file has no numbers. */
  people: number
  /** Of those, how many have a payout there that is approved and neither failed, came back nor was cancelled. */
  paid: number
  /** Of those people, to how many it pays the same amount to the same account. */
  same: number
  /** Of those people, how many are known by their account only: there it is paid under another number. */
  byAccount: number
  /** It came from the very same file. */
  sameFile: boolean
}

/** How many people of this run, and in which other runs. */
export type PeopleElsewhere = { people: number; references: string[] }

export type Repetition = {
  /** "2026-12" */
  period: string
  /** The people of this run. */
  people: number
  /** How many of them have an approved payout in another run, and of how many that is of the same amount and account. */
  paid: number
  paidSame: number
  /** Lines of this run that equal another line of it: same person, amount and account. */
  equalLines: number
  /** How many people of this run the bank paid after all in a payment that had failed before, and in which runs. */
  bookedAfterAll: PeopleElsewhere
  /** Whose payment failed or came back and was marked as paid in another way, or as not owed any more; a proposal counts. They are among `people` of a run. */
  paidOtherwise: PeopleElsewhere
  notOwed: PeopleElsewhere
  /** Whose payment failed or came back without a decision, and who are in no other run: paying them again is the usual remedy, and takes no reason. */
  undecided: PeopleElsewhere
  /** Who have the whole name and the amount of somebody in another run of the period, who has another number and another account there. */
  namesakes: PeopleElsewhere
  /** The newest first. */
  runs: RepeatedRun[]
}

/** What a person looked at before they gave their reason; any more of a `Repetition` may come along. */
export type SeenRepetition = { equalLines: number; runs: readonly Pick<RepeatedRun, 'reference' | 'people' | 'paid' | 'same'>[] }

/** Why somebody pays people again. Without `seen` it stands for whatever there is. */
export type Acceptance = { reason: string; seen?: SeenRepetition | undefined }

export const NOBODY: PeopleElsewhere = { people: 0, references: [] }

/** People of one name and one amount there are in every large company; half of a run, and no fewer than this, is the same file. */
const NAMESAKES_MIN = 3

/** Whether paying takes a reason: one person is enough, unless they are known by name and amount only. */
export const isRepeated = ({ runs, equalLines, namesakes, people }: Repetition): boolean =>
  runs.length > 0 || equalLines > 0 || (namesakes.people >= NAMESAKES_MIN && 2 * namesakes.people >= people)

/** Whether there is something to say of it, be it no question. */
export const isNoted = (repetition: Repetition): boolean =>
  isRepeated(repetition) || repetition.undecided.people + repetition.namesakes.people > 0

const RUNS_NAMED = 3
const count = (n: number): string => n.toLocaleString('en')
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const monthOf = (period: string): string => `${MONTHS[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`
const dayOf = (day: string): string => `${Number(day.slice(8))} ${monthOf(day.slice(0, 7))}`
const ofPeople = (some: number, all: number): string => `${count(some)} of ${count(all)} ${all === 1 ? 'person' : 'people'}`
const named = (references: readonly string[]): string =>
  references
    .slice(0, RUNS_NAMED)
    .join(', ')
    .concat(references.length > RUNS_NAMED ? ` and ${count(references.length - RUNS_NAMED)} more` : '')
const references = (runs: readonly RepeatedRun[]): string => named(runs.map(({ reference }) => reference))

/** "20 of 20 people already have a payout for December 2026 (HWA-2026-12-01; 19 of the same amount and account)." One sentence per fact. */
export function repetitionSentences(repetition: Repetition): string[] {
  const { period, people, paid, paidSame, equalLines } = repetition
  const runs = repetition.runs.filter((run) => run.period === period)
  // What was kept of runs before this was looked at has none.
  const { people: bookedPeople, references: bookedIn } = repetition.bookedAfterAll ?? { people: 0, references: [] }
  const paying = runs.filter((run) => run.paid > 0)
  const waiting = runs.filter((run) => run.status === 'draft' || run.status === 'submitted')
  const sameFile = repetition.runs.filter((run) => run.sameFile)
  const sentences: string[] = []
  if (paid > 0)
    sentences.push(
      `${ofPeople(paid, people)} already ${paid === 1 ? 'has' : 'have'} a payout for ${monthOf(period)} (${references(paying)}; ${count(paidSame)} of the same amount and account).`,
    )
  sentences.push(...decidedSentences(repetition))
  if (bookedPeople > 0)
    sentences.push(
      `For ${ofPeople(bookedPeople, people)} the bank has booked a payment that had failed (${bookedIn.join(', ')}): paying again would pay twice.`,
    )
  for (const run of waiting.slice(0, RUNS_NAMED))
    sentences.push(
      `${ofPeople(run.people, people)} ${run.people === 1 ? 'is' : 'are'} also in ${run.reference}, ${STATE_WORDS[run.status] ?? run.status} (${count(run.same)} with the same amount and account).`,
    )
  if (waiting.length > RUNS_NAMED) sentences.push(`So are people of this run in ${count(waiting.length - RUNS_NAMED)} more runs.`)
  sentences.push(...otherPeriodSentences(repetition))
  const byAccount = Math.max(0, ...runs.map((run) => run.byAccount))
  if (byAccount > 0)
    sentences.push(`${ofPeople(byAccount, people)} ${byAccount === 1 ? 'is' : 'are'} there under another number, with the same account.`)
  if (sameFile.length > 0) sentences.push(`It is the same file as ${references(sameFile)}.`)
  if (equalLines > 0)
    sentences.push(
      equalLines === 1
        ? 'One line equals another line of this run: same person, amount and account.'
        : `${count(equalLines)} lines equal another line of this run: same person, amount and account.`,
    )
  if (repetition.namesakes.people > 0)
    sentences.push(
      `${ofPeople(repetition.namesakes.people, people)} ${repetition.namesakes.people === 1 ? 'has' : 'have'} another number and another account than in ${named(repetition.namesakes.references)}, but the same name and amount.`,
    )
  if (repetition.undecided.people > 0)
    sentences.push(
      `The payment of ${ofPeople(repetition.undecided.people, people)} for ${monthOf(period)} failed or came back, and it has no outcome yet (${named(repetition.undecided.references)}).`,
    )
  return sentences
}

/** "1 of 8 people was marked as paid in another way for November 2026 (NLG-2026-11-01-2GKZ)." */
function decidedSentences({ period, people, paidOtherwise, notOwed }: Repetition): string[] {
  const marks = [
    { ...paidOtherwise, as: `paid another way for ${monthOf(period)}` },
    { ...notOwed, as: `no longer owed for ${monthOf(period)}` },
  ]
  return marks
    .filter((mark) => mark.people > 0)
    .map(
      (mark) => `${ofPeople(mark.people, people)} ${mark.people === 1 ? 'was' : 'were'} marked as ${mark.as} (${named(mark.references)}).`,
    )
}

/** "6 of 6 people get the same amount in the same account on 18 December 2026 for December 2026 (HWA-2026-12-01-96YT)." */
function otherPeriodSentences({ period, people, runs }: Repetition): string[] {
  const others = runs.filter((run) => run.period !== period)
  const sentences = others.slice(0, RUNS_NAMED).map((run) => {
    const state = STATE_WORDS[run.status]
    const verb = run.people === 1 ? 'gets' : 'get'
    return `${ofPeople(run.people, people)} ${verb} the same amount in the same account on ${dayOf(run.payDate)} for ${monthOf(run.period)} (${run.reference}${state ? `, ${state}` : ''}).`
  })
  if (others.length > RUNS_NAMED)
    sentences.push(`So do people of this run in ${count(others.length - RUNS_NAMED)} more runs of other months.`)
  return sentences
}

const STATE_WORDS: Partial<Record<RunStatus, string>> = { draft: 'a draft', submitted: 'which waits for approval' }

/** What has changed since a person looked, in sentences; empty when nothing has. Runs that no longer have anybody count as well. */
export function repetitionChanges(seen: SeenRepetition, now: Repetition): string[] {
  const before = new Map(seen.runs.map((run) => [run.reference, run]))
  const after = new Map(now.runs.map((run) => [run.reference, run]))
  const changes = [...new Set([...after.keys(), ...before.keys()])]
    .filter((reference) => !equal(before.get(reference), after.get(reference)))
    .map((reference) => `${reference} has ${wordsOf(after.get(reference))}, not ${wordsOf(before.get(reference))} as you saw.`)
  if (seen.equalLines !== now.equalLines)
    changes.push(`${count(now.equalLines)} lines equal another, not ${count(seen.equalLines)} as you saw.`)
  return changes
}

type Counts = SeenRepetition['runs'][number]

const equal = (a: Counts | undefined, b: Counts | undefined): boolean =>
  a?.people === b?.people && a?.paid === b?.paid && a?.same === b?.same

function wordsOf(run: Counts | undefined): string {
  if (!run) return 'none of these people'
  return `${count(run.people)} of these people (${count(run.paid)} approved, ${count(run.same)} with the same amount and account)`
}
