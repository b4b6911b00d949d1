/** Dead letters of the landing, one file each: read here by whoever shows them, written by the loader alone. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { CanonicalTexts } from '@/events/canonical'
import { type Letter, type LetterPage, type LetterState, schemaIn } from '@/events/dead-letter'
import { FIRST_ERA, PARTITIONS } from '@/events/topics'
import { unless } from './atomic-file'
import { deadLettersFolder } from './folders'
import { holdFacts } from './hold-facts'
import { readArrived } from './landing/read-arrived'
import { filesOf, type LetterFile, letterFiles } from './letter-files'
import { readManifest } from './manifest'

const tried = z.object({ repairId: z.string(), at: z.string(), reason: z.string().nullable(), payoutId: z.string().nullable() })
const settled = z.object({ how: z.enum(['applied', 'discarded']), at: z.string(), repairId: z.string() })

/** As it is kept. What older versions wrote lacks the last. */
const kept = z.object({
  ...{ reason: z.string(), era: z.int(), partition: z.int(), position: z.string().nullable(), after: z.string(), offset: z.string() },
  ...{ at: z.string(), bytes: z.string().nullable(), schema: z.string().nullable().optional() },
  ...{ tried: tried.nullable().default(null), settled: settled.nullable().default(null) },
})

/** The era that finance is of: the published one's. */
export const letterEra = async (dir: string): Promise<number> => (await readManifest(dir).catch(() => null))?.era ?? FIRST_ERA

const PAGE = 500

/** The furthest on first. @throws when one cannot be read. */
export async function letterPage(dir: string, era: number, state: LetterState, after: string | null, size = PAGE): Promise<LetterPage> {
  const files = (await letterFiles(dir, era)).filter(({ how }) => (how === null) === (state === 'open'))
  const keyed = files.map((file) => ({ file, key: keyOf(file) })).sort((a, b) => (a.key < b.key ? 1 : -1))
  const due = after === null ? keyed : keyed.filter(({ key }) => key < after)
  const page = due.slice(0, size)
  const letters = (await Promise.all(page.map(({ file }) => readLetterFile(file)))).flatMap((letter) => letter ?? [])
  return { letters, next: due.length > size ? (page.at(-1)?.key ?? null) : null }
}

const keyOf = ({ position, partition, place }: LetterFile): string => `${String(position).padStart(19, '0')}-${partition}-${place}`

/** One, open or settled; null when there is none. */
export async function readLetter(dir: string, era: number, partition: number, offset: string): Promise<Letter | null> {
  if (partition >= PARTITIONS) return null
  for (const file of await filesOf(deadLettersFolder(dir, era, partition), partition)) {
    const letter = await readLetterFile(file)
    if (letter?.offset === offset) return letter
  }
  return null
}

/** Null for one that was settled, and so renamed, a moment ago. */
async function readLetterFile({ folder, name }: LetterFile): Promise<Letter | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(unless('ENOENT'))
  if (text === undefined) return null
  const { schema, ...letter } = kept.parse(JSON.parse(text))
  const bytes = letter.bytes === null ? null : Buffer.from(letter.bytes, 'base64')
  return { copy: 'finance', ...letter, schema: schema === undefined ? schemaIn(bytes) : schema }
}

/** Why finance would not take these bytes; null when it would, as far as can be told without its columns. Nothing is written. */
export function refusedByFinance(bytes: Uint8Array | null): string | null {
  const value = bytes === null ? null : Buffer.from(bytes)
  return readArrived([{ offset: '0', position: 1n, previous: 0n, value }]).refused[0]?.reason ?? null
}

/** What is published of a payout; null when that is nothing. @throws when what is published cannot be read. */
export async function heldFacts(dir: string, id: string): Promise<{ texts: CanonicalTexts; position: string } | null> {
  const held = await holdFacts(dir)
  if (held === null) return null
  try {
    const [payout] = await held.payouts(-1, [id])
    return payout?.texts ? { texts: payout.texts, position: String(held.position) } : null
  } finally {
    await held.release()
  }
}
