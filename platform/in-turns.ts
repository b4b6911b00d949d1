/** Work that may be long: it yields wherever others may have their turn. */
import { setImmediate as turn } from 'node:timers/promises'

export type Work<T = void> = Generator<void, T>

/** After so many items of a list work yields: some milliseconds at most. */
export const ITEMS_AT_ONCE = 1_000
const TURN_MS = 5

/** Does it to its end, and lets others have their turn every 5 ms. */
export async function inTurns<T>(work: Work<T>): Promise<T> {
  for (let began = performance.now(); ; ) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - began < TURN_MS) continue
    await turn()
    began = performance.now()
  }
}

/** Does it to its end at once. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
