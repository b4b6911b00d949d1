/** What people asked to be done with the dead letters of a copy, done by the process that owns it: read again and handed over, or given up. */
import type { Letter } from '@/events/dead-letter'
import type { OpenDiscard } from '@/operations/repairs/letter-repairs'
import { pause } from '@/platform/retry'
import { allLetters, type LetterOptions } from './all-letters'
import { Redrive } from './redrive'

const LOOK_MS = 1_000
/** A copy that was filled anew finds the letters again that were given up before. */
const GIVEN_UP_EVERY_MS = 15_000

/** Looks every second until `signal` aborts. A database that is away only means that nobody can ask. */
export async function settleLetters(options: LetterOptions): Promise<void> {
  const { repairs, letters, log, signal, onError } = options
  let lookedAt = Number.NEGATIVE_INFINITY
  // Kafka or the copy is away: whoever waits for the repair sees it beside the process.
  const said = (error: unknown): never => {
    if (!signal.aborted) onError(error)
    throw error
  }
  for (; !signal.aborted; await pause(LOOK_MS, signal)) {
    try {
      const discard = await repairs.discard(letters.copy)
      if (discard !== null || performance.now() - lookedAt > GIVEN_UP_EVERY_MS) {
        await giveUp(options, discard)
        lookedAt = performance.now()
      }
      const redrive = await repairs.redrive(letters.copy)
      if (redrive) await new Redrive(options, redrive).run().catch(said)
    } catch (error) {
      log.debug({ err: error }, 'dead letters cannot be looked at')
    }
  }
  await repairs.close()
}

/** Marks open letters that two people gave up, and says so to whoever waits for it. */
async function giveUp({ repairs, letters, clock }: LetterOptions, waiting: OpenDiscard | null): Promise<void> {
  const open = await allLetters(letters)
  const decided = new Map<number, Map<string, string>>()
  for (const era of new Set([...open.map((letter) => letter.era), ...(waiting ? [waiting.era] : [])])) {
    const rows = await repairs.discarded(letters.copy, era)
    decided.set(era, new Map(rows.map(({ repairId, partition, offset }) => [`${partition}-${offset}`, repairId])))
  }
  const at = clock().toISOString()
  const due = open.flatMap((letter): Letter[] => {
    const repairId = decided.get(letter.era)?.get(`${letter.partition}-${letter.offset}`)
    return repairId === undefined ? [] : [{ ...letter, settled: { how: 'discarded', at, repairId } }]
  })
  for (let from = 0; from < due.length; from += NOTED_AT_ONCE) await letters.note(due.slice(from, from + NOTED_AT_ONCE))
  if (waiting === null) return
  const marked = [...(decided.get(waiting.era)?.values() ?? [])].filter((repairId) => repairId === waiting.id).length
  await repairs.discardDone(
    waiting.id,
    marked,
    `${marked} ${marked === 1 ? 'event is' : 'events are'} given up. The copy lacks ${marked === 1 ? 'it' : 'them'} for good.`,
  )
}

const NOTED_AT_ONCE = 500
