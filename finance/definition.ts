/** By what the marts are made: another hash where one of their files, or the form of what is published, is another. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { unless } from './atomic-file'
import { FORMAT, manifestPath } from './manifest'
import { sqlHashes } from './mart-files'

let known: string | null = null

/** Of this version of PayLedger. */
export function definitionOfMarts(): string {
  known ??= createHash('sha256')
    .update(JSON.stringify([FORMAT, sqlHashes()]))
    .digest('hex')
    .slice(0, 10)
  return known
}

const told = z.looseObject({ definition: z.string().optional().catch(undefined), payouts: z.number().int().catch(0) })

/** How many payouts stand in published marts that another definition made; null before anything was published. @throws when that cannot be read. */
export async function payoutsOfOlderMarts(dir: string): Promise<number | null> {
  const text = await readFile(manifestPath(dir), 'utf8').catch(unless('ENOENT'))
  if (text === undefined) return null
  const { definition, payouts } = told.parse(JSON.parse(text))
  return definition === definitionOfMarts() ? 0 : payouts
}
