import { spanWords } from '@/components/time-words'

/** A length of time, with tenths of a second while they matter. */
export const shortWords = (ms: number): string => (ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : spanWords(ms))
