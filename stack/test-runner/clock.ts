/** The clock of the tests. Where rules decide, time stands still at one instant; where real processes run, dates count from the machine's clock. */
import type { Clock } from '@/platform/clock'

/** Two days before the tests' usual pay date, in the morning. */
export const TEST_NOW = new Date('2026-11-23T09:00:00Z')

let calls = 0
/** Begins at `TEST_NOW` and moves on by a millisecond with each look, so that what came later is known to be later. */
export const testClock: Clock = () => new Date(TEST_NOW.getTime() + ++calls)

/** The machine's, for a test with a real process in it, whose clock is the machine's as well. */
export const machineClock: Clock = () => new Date()

/** Under libfaketime Postgres' own timers do not go off. */
export const serversHaveTimers = process.env.FAKETIME === undefined
