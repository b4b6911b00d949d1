/** From when on something is not as it should be, for the operations desk, for whether a process is ready, and for alerts alike; each in milliseconds. */
export const THRESHOLD_MS = {
  /** The largest run (100,000 lines) was seen to be written in 5.6 s and to be published soon after. */
  outboxAge: 10_000,
  /** Every worker beats once a second. */
  silence: 10_000,
  /** Banks answer within a day. */
  paying: 24 * 3_600_000,
  /** A worker that applies nothing while something waits. A large batch takes a few seconds, and search promises 30. */
  standstill: 30_000,
  /** One round of the bank gateway. The largest file, of 100,000 payments, is read and applied in less than a minute. */
  bankRound: 300_000,
} as const
