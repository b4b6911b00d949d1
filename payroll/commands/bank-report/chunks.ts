/** Large files a piece at a time: between two statements the process's other work has its turn, and no parameter grows to 60 MB. */

/** At 100,000 claims in one statement the event loop stood still for 10 s, and the process took 1.4 GB. */
export const ROWS_MAX = 2_000

/** The items in their order, at most `ROWS_MAX` at a time. */
export function* inChunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < ROWS_MAX) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
