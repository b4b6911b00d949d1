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

/**
 * The answer to `question` about a run as any process of the installation has found it, or found now and kept for all of them.
 * @param question with the number of its answer's shape ("differences 1"): a version that has another shape finds its own.
 */
export async function storedAnswer<T>(
  ledger: Ledger,
  { runId, question, from }: { runId: string; question: string; from: string },
  find: () => Promise<Found<T>>,
): Promise<Found<T>> {
  const [stored] = await ledger.$queryRaw<Found<T>[]>`
    SELECT found_from AS from, answer AS found FROM kept_answer
    WHERE run_id = ${runId}::uuid AND question = ${question} AND found_from = ${from}`
  if (stored) return stored
  const answer = await find()
  await ledger.$executeRaw`
    INSERT INTO kept_answer (run_id, question, found_from, answer) VALUES (${runId}::uuid, ${question}, ${answer.from}, ${JSON.stringify(answer.found)}::json)
    ON CONFLICT (run_id, question) DO UPDATE SET found_from = EXCLUDED.found_from, answer = EXCLUDED.answer`
  return answer
}
