/** Remembers what took long to find, under the name of all that it was found from: when that changes, it is found anew. */
import type { Ledger } from '@/prisma/connect'

/** `from` names what `found` was found from, read in one snapshot with it. */
export type Found<T> = { from: string; found: T }

type Kept<T> = { from: string; found: Promise<T> }

/**
 * One process's memory of the last `most` things asked for, by ledger and id. Who asks for what is being found waits for the same answer. What failed is
 * not kept, nor what was found from something newer than what was asked for.
 */
export function keptAnswers<T>(most: number) {
  const byLedger = new WeakMap<Ledger, Map<string, Kept<T>>>()
  return async (ledger: Ledger, id: string, from: string, find: () => Promise<Found<T>>): Promise<T> => {
    const kept = byLedger.get(ledger) ?? new Map<string, Kept<T>>()
    byLedger.set(ledger, kept)
    const before = kept.get(id)
    const answer = before?.from === from ? before : { from, found: find().then((each) => foundFrom(kept, id, from, each)) }
    kept.delete(id)
    kept.set(id, answer)
    for (const oldest of [...kept.keys()].slice(0, -most)) kept.delete(oldest)
    try {
      return await answer.found
    } catch (error) {
      if (kept.get(id) === answer) kept.delete(id)
      throw error
    }
  }
}

function foundFrom<T>(kept: Map<string, Kept<T>>, id: string, wanted: string, { from, found }: Found<T>): T {
  if (from !== wanted && kept.get(id)?.from === wanted) kept.delete(id)
  return found
}
