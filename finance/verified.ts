/** What was looked at when a certificate is proved again, and how it is said. */

/** `other` is what may differ without anything being wrong: a newer version, a file that was made into a larger one. */
export type Verified = { what: string; state: 'equal' | 'unequal' | 'other'; says: string }

/** One thing that is as it was issued, or is not. */
export const equality = (what: string, isEqual: boolean, equal: string, unequal: string): Verified => ({
  ...{ what, state: isEqual ? 'equal' : 'unequal' },
  says: isEqual ? equal : unequal,
})

const PLURALS: Readonly<Record<string, string>> = { currency: 'currencies' }
/** "1 row", "2 rows". */
export const count = (n: number, noun: string): string => `${n} ${n === 1 ? noun : (PLURALS[noun] ?? `${noun}s`)}`

/** What went wrong, without DuckDB's pointer into its SQL. */
export const firstLine = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
