/** Counts and lengths of time in sentences. */

/** "1 event", "1,204 events". */
export const countWords = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** "72,546": a position of the journal. */
export const positionWords = (position: bigint | string): string => BigInt(position).toLocaleString('en')

/** "4 s", "3 min", "2 h": whole ones, the largest that fits. */
export function waitWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}
