/** Numbers that look random and are the same every time: mulberry32, seeded by a text. */
export type Random = {
  next(): number
  pick<T>(from: readonly T[]): T
  between(low: number, high: number): number
  digits(count: number): string
}

export function randomOf(seed: string): Random {
  let state = 2166136261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    digits: (count) => Array.from({ length: count }, () => Math.floor(next() * 10)).join(''),
  }
}
