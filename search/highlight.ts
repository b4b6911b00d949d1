/** Which words of a name the query met, told by our own folding. */
import { isUnspaced, normalizeName, words } from './normalize-name'

/** A piece of a text and where it begins; `hit` when the query met it. The pieces joined are the text. */
export type Piece = { text: string; hit: boolean; at: number }

/** Cuts a name into pieces and marks those that what was typed has found. */
export function highlight(text: string, typed: readonly string[]): Piece[] {
  const sought = typed.flatMap(words)
  let at = 0
  return text.split(/(?<=[\s-])|(?=[\s-])/u).map((piece) => {
    const normalized = normalizeName(piece)
    const begins = at
    at += piece.length
    return { text: piece, hit: normalized !== '' && sought.some((word) => meets(normalized, word)), at: begins }
  })
}

function meets(name: string, word: string): boolean {
  if (name.startsWith(word)) return true
  if (isUnspaced(name)) return name.includes(word) || (isUnspaced(word) && word.includes(name))
  return isNear(name, word)
}

/** As near as the search allows: one edit from 3 letters on, two from 6 on, the same first letter. */
function isNear(name: string, word: string): boolean {
  const allowed = word.length < 3 ? 0 : word.length < 6 ? 1 : 2
  return name[0] === word[0] && Math.abs(name.length - word.length) <= allowed && distance(name, word) <= allowed
}

/** Edits between two words, a swap of neighbours counting as one (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1)
      const row = rows[i]
      if (row) row[j] = best
    }
  }
  return at(a.length, b.length)
}
