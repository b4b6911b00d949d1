/** One repair of dead letters: each message is read again from Kafka, handed to the copy, and settled once the ledger and the copy were found equal for its payout. */
import { canBeRedriven, causeOf, isInScope, type Letter, letterId, type Tried } from '@/events/dead-letter'
import type { Arrived } from '@/events/projection'
import { readEvent } from '@/events/read-event'
import type { OpenRedrive } from '@/operations/repairs/letter-repairs'
import { LETTERS_MAX } from '@/operations/repairs/repair'
import { placeKey, readAgain } from '../kafka/read-again'
import { allLetters, type LetterOptions } from './all-letters'

const AT_ONCE = 1_000
const NO_PLACE = 'It has no place of its own in the journal, and nobody signed it: it can only be given up.'
const GONE = 'Kafka does not hold it at its place any more.'
const OTHER = 'Kafka holds another event at its place.'

type Read = { letter: Letter; arrived: Arrived | string }

export class Redrive {
  readonly #options: LetterOptions
  readonly #repair: OpenRedrive

  constructor(options: LetterOptions, repair: OpenRedrive) {
    this.#options = options
    this.#repair = repair
  }

  /** As far as it can go now. Every step can be done twice, so whoever was killed begins with the first. @throws while a store is away: it is tried again. */
  async run(): Promise<void> {
    const { repairs } = this.#options
    const { id, state } = this.#repair
    if (state === 'proven') return this.#settle()
    if (state === 'asked') await repairs.begin(id)
    if (state === 'asked' || state === 'filling') await this.#handOver()
  }

  async #handOver(): Promise<void> {
    const { repairs, letters, signal, log } = this.#options
    const { id, scope } = this.#repair
    const meant = (await allLetters(letters, (letter) => isInScope(letter, scope))).sort(byPlace).slice(0, LETTERS_MAX)
    if (meant.length === 0) return repairs.refuse(id, 'No dead letter that is meant is open any more.')
    // What is marked was handed over before this process was started anew.
    const due = meant.filter((letter) => letter.tried?.repairId !== id)
    await repairs.progress(id, meant.length)
    let left = due.length
    await repairs.progress(id, left)
    for (let from = 0; from < due.length && !signal.aborted; from += AT_ONCE) {
      if (!(await this.#isWanted())) return
      const some = due.slice(from, from + AT_ONCE)
      await this.#handOverSome(some)
      left -= some.length
      await repairs.progress(id, left)
      log.info({ id, copy: letters.copy, left }, 'dead letters were read again')
    }
    if (!signal.aborted && (await this.#isWanted())) await this.#end(meant.length)
  }

  async #isWanted(): Promise<boolean> {
    return (await this.#options.repairs.redrive(this.#repair.scope.copy))?.id === this.#repair.id
  }

  async #handOverSome(some: readonly Letter[]): Promise<void> {
    const { letters, clock } = this.#options
    const read = await this.#read(some)
    const readable = read.flatMap(({ letter, arrived }) => (typeof arrived === 'string' ? [] : [{ letter, arrived }]))
    const notTaken = await letters.apply(readable)
    const at = clock().toISOString()
    const marked = read.map(({ letter, arrived }): Letter => {
      const reason = typeof arrived === 'string' ? arrived : (notTaken.get(letterId(letter)) ?? null)
      return {
        ...letter,
        tried: { repairId: this.#repair.id, at, reason, payoutId: typeof arrived === 'string' ? null : payoutIn(arrived) },
      }
    })
    await letters.note(marked)
  }

  /** From Kafka, not from what lies beside the copy: whoever can write there could say anything. */
  async #read(some: readonly Letter[]): Promise<Read[]> {
    const possible = some.filter((letter) => canBeRedriven(causeOf(letter)))
    const found =
      possible.length > 0
        ? await readAgain({ ...this.#options, era: this.#repair.scope.era }, possible)
        : new Map<string, Arrived | string>()
    return some.map((letter) => {
      if (!canBeRedriven(causeOf(letter))) return { letter, arrived: NO_PLACE }
      const arrived = found.get(placeKey(letter)) ?? GONE
      return { letter, arrived: typeof arrived !== 'string' && String(arrived.position) !== letter.position ? OTHER : arrived }
    })
  }

  /** What was taken is made to answer, and waits for its proof. */
  async #end(meant: number): Promise<void> {
    const { repairs, letters, signal } = this.#options
    const { id } = this.#repair
    const mine = await this.#mine()
    const taken = mine.filter(({ tried }) => tried?.reason === null)
    if (taken.length === 0) return repairs.refuse(id, `${ofAll(0, meant)} could be read and taken. ${reasonsOf(mine)}`)
    try {
      await letters.answers(signal)
    } catch (error) {
      if (signal.aborted) return
      const reason = `The copy cannot answer with it: ${error instanceof Error ? error.message : String(error)}`
      await letters.takeBack(taken)
      await letters.note(taken.map((letter) => ({ ...letter, tried: { ...(letter.tried as Tried), reason } })))
      return repairs.refuse(id, `${reason} Nothing has changed.`)
    }
    await repairs.filled(id)
  }

  #mine(): Promise<Letter[]> {
    return allLetters(this.#options.letters, ({ tried }) => tried?.repairId === this.#repair.id)
  }

  /** Those whose payout was found equal to the ledger are settled; the others stay open. */
  async #settle(): Promise<void> {
    const { repairs, letters, clock } = this.#options
    const { id, proof } = this.#repair
    const differing = new Set(proof?.differences.map(({ payoutId }) => payoutId))
    const at = clock().toISOString()
    const mine = await this.#mine()
    const isProven = ({ tried }: Letter) => tried?.reason === null && (tried.payoutId === null || !differing.has(tried.payoutId))
    const proven = mine.filter(isProven)
    for (let from = 0; from < proven.length; from += AT_ONCE) {
      const some = proven.slice(from, from + AT_ONCE)
      await letters.note(some.map((letter) => ({ ...letter, settled: { how: 'applied' as const, at, repairId: id } })))
    }
    const settled = await settledBy(letters, id)
    const open = mine.filter((letter) => !isProven(letter))
    const all = ofAll(settled, settled + open.length)
    await repairs.done(id, open.length === 0 ? `${all} settled.` : `${all} settled; the rest stays open. ${reasonsOf(open)}`)
  }
}

async function settledBy(letters: LetterOptions['letters'], repairId: string): Promise<number> {
  let count = 0
  for (let after: string | null = null; ; ) {
    const page = await letters.page('settled', after)
    count += page.letters.filter(({ settled }) => settled?.repairId === repairId).length
    if (page.next === null) return count
    after = page.next
  }
}

function payoutIn({ value }: Arrived): string | null {
  const event = readEvent(value)
  return event.kind === 'payout' ? event.data.payout.id : null
}

const byPlace = (a: Letter, b: Letter): number => a.partition - b.partition || (BigInt(a.offset) < BigInt(b.offset) ? -1 : 1)

const ofAll = (some: number, all: number): string => `${some} of ${all} ${all === 1 ? 'letter' : 'letters'}`

/** The first of the reasons: they are mostly alike. */
function reasonsOf(letters: readonly Letter[]): string {
  const failed = letters.find(({ tried }) => tried !== null && tried.reason !== null)
  if (failed?.tried?.reason) return `The first reason: ${failed.tried.reason}`
  return letters.length > 0 ? 'Their payouts differ from the ledger.' : ''
}
