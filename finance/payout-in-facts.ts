/** One payout in finance: the row that is published, and how far its partition has landed. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { CanonicalTexts } from '@/events/canonical'
import type { HeldPayout, LetterInCopy, PayoutInCopy } from '@/events/held-copy'
import { tellsOfPayout } from '@/events/letter-told'
import { namesIn, unless } from './atomic-file'
import { rowsOf } from './duckdb'
import { deadLettersFolder } from './folders'
import { AS_TEXTS } from './hold-facts'
import { listSegments, reachOf } from './landing/segments'
import { FORMAT, type Manifest, manifestPath, readManifest } from './manifest'
import type { Published } from './published'

const LETTERS_MAX = 500
const NOTHING = {
  ...{ era: null, position: null, coveredUntil: null, applied: 0n, gapAt: null, isOlder: false },
  ...{ letters: [], held: null, heldAt: null, written: null },
} satisfies PayoutInCopy

/** @throws when what is published cannot be read. */
export async function payoutInFacts(dir: string, published: Published, id: string, partition: number): Promise<PayoutInCopy> {
  if (await isOfOlderFormat(dir)) return { ...NOTHING, isOlder: true }
  const era = (await readManifest(dir))?.era
  if (era === undefined) return NOTHING
  // What has landed comes before what is published, which is made of it.
  const applied = reachOf(await listSegments(dir, era, partition))
  const letters = await lettersOf(dir, era, id, partition)
  const found = await published.read(async (connection, manifest) => {
    const [row] = await rowsOf<CanonicalTexts & { at: string }>(connection, NAMED, { id })
    return { row: row ?? null, manifest }
  })
  if (found === null) return NOTHING
  const { at = null, ...texts } = found.row ?? {}
  const held: HeldPayout | null = found.row && { id, texts: texts as CanonicalTexts, altered: [] }
  return { ...claimOf(found.manifest, applied), applied, isOlder: false, letters, held, heldAt: at, written: held }
}

const NAMED = `SELECT ${AS_TEXTS}, position::VARCHAR AS at FROM payout_facts WHERE id = $id`

/** Of the partitions that lack something only the one that lacks it first is named; it is this one where it has landed just so far. */
function claimOf({ era, position, coveredUntil, gapAt }: Manifest, applied: bigint) {
  return { era, position, coveredUntil, gapAt: gapAt !== null && BigInt(gapAt) === applied ? applied : null }
}

/** Whether what is published was made by a version with other columns: such a file is not read. */
async function isOfOlderFormat(dir: string): Promise<boolean> {
  const text = await readFile(manifestPath(dir), 'utf8').catch(unless('ENOENT'))
  const { format } = z.looseObject({ format: z.number().catch(FORMAT) }).parse(JSON.parse(text ?? '{}'))
  return format < FORMAT
}

const letter = z.object({
  position: z.string().nullable(),
  after: z.string(),
  offset: z.string(),
  reason: z.string(),
  at: z.string(),
  bytes: z.string().nullable(),
})

async function lettersOf(dir: string, era: number, id: string, partition: number): Promise<LetterInCopy[]> {
  const folder = deadLettersFolder(dir, era, partition)
  const names = (await namesIn(folder))
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
  const found = await Promise.all(names.slice(0, LETTERS_MAX).map((name) => readFile(join(folder, name), 'utf8').catch(unless('ENOENT'))))
  return found.flatMap((text) => {
    if (text === undefined) return []
    const { bytes, position, after, offset, reason, at } = letter.parse(JSON.parse(text))
    const told = tellsOfPayout(bytes, id)
    return told ? [{ position: position ?? after, offset, reason, at, ...told }] : []
  })
}
