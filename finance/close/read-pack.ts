/** Packs as they lie beside the landing: which there are, whether they are whole, and their files. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { namesIn, unless } from '../atomic-file'
import { closesFolder } from '../folders'
import { writtenAs } from '../written'
import type { Pack } from './pack'
import { sha256 } from './pack'

/** The names of a pack's own files: the list of all with their hashes, what the ledger told, and every movement. */
export const LIST = 'list.json'
export const TOLD = 'told.json'
export const MOVEMENTS = 'movements.csv'

const listed = z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int(), sha256: z.string() }))
export type Listed = z.output<typeof listed>[number]
/** `hash` is of the list, null when there is none; `damaged` names the files that are not as they were written, or gone. */
export type InspectedPack = { hash: string | null; files: Listed[]; damaged: string[] }

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where the pack of a close lies, whether it is there or not. */
export const packFolder = (dir: string, month: string, closeId: string): string => join(closesFolder(dir, month), closeId)

/** The ids of the closes of a month of which a pack lies there. */
export const packsOf = async (dir: string, month: string): Promise<string[]> =>
  (await namesIn(closesFolder(dir, month))).filter((name) => ID.test(name))

type Hashed = { key: string; sha256: string }
/** Hashes by path, of files that have not been touched since. */
const hashed = new Map<string, Hashed>()
const HASHES_KEPT = 1_000

/** Looks at every file of it, by its hash; one that was not touched since is not read again. */
export async function inspectPack(dir: string, month: string, closeId: string): Promise<InspectedPack> {
  const folder = packFolder(dir, month, closeId)
  const text = await readFile(join(folder, LIST), 'utf8').catch(unless('ENOENT'))
  if (text === undefined) return { hash: null, files: [], damaged: (await stat(folder).catch(unless('ENOENT'))) ? [LIST] : [] }
  const files = filesIn(text)
  if (files === null) return { hash: sha256(text), files: [], damaged: [LIST] }
  const damaged: string[] = []
  for (const file of files) if ((await hashOf(join(folder, file.name))) !== file.sha256) damaged.push(file.name)
  return { hash: sha256(text), files, damaged }
}

function filesIn(text: string): Listed[] | null {
  try {
    return listed.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function hashOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(unless('ENOENT'))
  if (!found) return null
  const key = [found.ino, found.size, found.mtimeMs, found.ctimeMs].join(' ')
  const before = hashed.get(path)
  if (before?.key === key) return before.sha256
  const { sha256: hash } = await writtenAs(path)
  if (hashed.size >= HASHES_KEPT) hashed.clear()
  hashed.set(path, { key, sha256: hash })
  return hash
}

/** What the pack says; null when it is not there. @throws when it cannot be understood. */
export async function readPack(dir: string, month: string, closeId: string): Promise<Pack | null> {
  const text = await readFile(join(packFolder(dir, month, closeId), 'pack.json'), 'utf8').catch(unless('ENOENT'))
  return text === undefined ? null : (JSON.parse(text) as Pack)
}
