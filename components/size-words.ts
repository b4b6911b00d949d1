import { countWords } from './money'

/** "812 bytes", "14 kB", "3.2 MB", "1.1 GB" (powers of ten). */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${countWords(bytes)} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}
