/**
 * A figure in a document is a link whose title says where it comes from: `[123 ms](pauses.json "hand over > longestSliceMs")`. The names lead into the
 * JSON file, separated by ` > `; the numbers of the words are compared with those found there, in their order, rounded as they are written. Milliseconds
 * are seconds where the words say so. `[6](bench "count *.bench.ts")` counts files and folders below a folder,
 * `[4](docs/walkthroughs/event-field.patch "files")` those that a patch touches.
 */
import { dirname, posix } from 'node:path'
import type { Checkout } from './checkout'
import type { Document, Link } from './markdown'
import { fits } from './paths'
import type { Problem } from './problem'

const NUMBER = /\d[\d,]*(?:\.\d+)?/g
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
/** What a name in a JSON file says of its unit, in milliseconds. */
const UNITS: [name: RegExp, ms: number][] = [
  [/Ms$|^(p50|p95|p99|max)$/, 1],
  [/seconds$|seconds(?=Before$)/i, 1_000],
]
const WRITTEN_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000 }

export function figureProblems(document: Document, checkout: Checkout): Problem[] {
  return document.links.flatMap((link) => {
    if (link.title === null) return []
    const what = problemOf(link, link.title, posix.join(dirname(document.path), link.target), checkout)
    return what === null ? [] : [{ line: link.line, what: `"${link.text}" (${link.target} "${link.title}"): ${what}` }]
  })
}

function problemOf(link: Link, title: string, path: string, checkout: Checkout): string | null {
  if (title.startsWith('count ')) return countProblem(link.text, posix.join(path, title.slice('count '.length)), checkout)
  if (title === 'files' && path.endsWith('.patch') && checkout.files.includes(path))
    return countCompared(link.text, filesOfPatch(checkout.read(path)).length)
  if (!checkout.files.includes(path) || !path.endsWith('.json'))
    return 'a title says where a figure comes from: a JSON file, "count" and a pattern, or "files" of a patch'
  const names = title.split(' > ')
  const found = names.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    JSON.parse(checkout.read(path)),
  )
  if (typeof found !== 'number' && typeof found !== 'string') return 'there is no such figure'
  return compared(link.text, String(found), names.at(-1) ?? '')
}

function compared(words: string, found: string, name: string): string | null {
  const factor = unitFactor(words, name)
  const [written, figures] = [words.match(NUMBER) ?? [], (found.match(NUMBER) ?? []).map((text) => Number(text) * factor)]
  if (written.length === 0 || written.length > figures.length)
    return `it has ${written.length} numbers, and the file has ${figures.length}: ${found}`
  const isSame = written.every((text, n) => {
    const decimals = text.split('.')[1]?.length ?? 0
    return Math.abs(Number(text.replaceAll(',', '')) - (figures[n] ?? Number.NaN)) <= 0.5 * 10 ** -decimals + 1e-9
  })
  return isSame ? null : `the file says ${found}${factor === 1 ? '' : `, times ${factor}`}`
}

/** From the unit of the file to that of the words; 1 where one of them says none. */
function unitFactor(words: string, name: string): number {
  const from = UNITS.find(([pattern]) => pattern.test(name))?.[1]
  const to = WRITTEN_MS[/\d (ms|s)\b/.exec(words)?.[1] ?? '']
  return from === undefined || to === undefined ? 1 : from / to
}

/** The files that a patch of git's adds, changes or removes, by their paths. */
export function filesOfPatch(patch: string): string[] {
  return [...patch.matchAll(/^diff --git a\/(.*) b\/\1$/gm)].map(([, path = '']) => path)
}

function countProblem(words: string, pattern: string, { places }: Checkout): string | null {
  return countCompared(words, [...places].filter((path) => fits(pattern).test(path)).length)
}

function countCompared(words: string, count: number): string | null {
  const written = WORDS.includes(words.toLowerCase())
    ? WORDS.indexOf(words.toLowerCase())
    : Number(words.match(NUMBER)?.[0].replaceAll(',', ''))
  return written === count ? null : `there are ${count}`
}
