/** Differences to the run before, in words; exact, because amounts are never floats. */
import { countWords } from '@/components/money'

const MINUS = '\u2212'

/** "+1.9 %", "−0.4 %", "same": how far `now` is from `before`, both in minor units of one currency. Null when there was nothing before. */
export function shareWords(now: string | bigint, before: string | bigint | null): string | null {
  if (before === null || BigInt(before) === 0n) return null
  const moved = BigInt(now) - BigInt(before)
  if (moved === 0n) return 'same'
  const size = moved < 0n ? -moved : moved
  const tenths = (size * 2_000n + BigInt(before)) / (2n * BigInt(before))
  const words = tenths === 0n ? 'less than 0.1' : `${tenths / 10n}.${tenths % 10n}`
  return `${moved < 0n ? MINUS : '+'}${tenths === 0n ? ' ' : ''}${words} %`
}

/** "+6", "−2", "same number". */
export function countDifferenceWords(now: number, before: number): string {
  if (now === before) return 'same number'
  return now > before ? `+${countWords(now - before)}` : countWords(now - before)
}
