/** From when on the operations desk says that something is not as it should be; each in milliseconds. */
export const THRESHOLD_MS = {
  /** The largest run (100,000 lines) was seen to be written in 5.6 s and to be published soon after. */
  outboxAge: 10_000,
  /** Every worker beats once a second. */
  silence: 10_000,
  /** Banks answer within a day. */
  paying: 24 * 3_600_000,
} as const
