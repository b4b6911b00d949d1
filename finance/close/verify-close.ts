/** Whether a pack is what the landing makes of it today: it is made again beside it, and compared byte for byte. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { aside, unless } from '../atomic-file'
import { inspectPack, LIST, packFolder } from './read-pack'
import { makePack, toldBeside } from './write-pack'

export type Verified = { hash: string | null; made: string | null; equal: boolean; differences: string[] }

/**
 * @param told what the ledger told, where it is at hand; else what lies beside the pack.
 * @throws MartsRefused when the landing lacks something of what the pack was made of.
 */
export async function verifyClose(dir: string, month: string, closeId: string, told: string | null = null): Promise<Verified> {
  const { hash, files, damaged } = await inspectPack(dir, month, closeId)
  const from = told ?? (await toldBeside(dir, month, closeId))
  if (from === null) return { hash, made: null, equal: false, differences: ['told.json is missing, from which the pack is made'] }
  const folder = packFolder(dir, month, closeId)
  const again = aside(folder)
  try {
    const made = await makePack(dir, from, again)
    const names = [...new Set([...files.map(({ name }) => name), ...damaged, ...(await listedIn(again)), LIST])].sort()
    const differences: string[] = []
    for (const name of names) {
      const difference = await compare(join(folder, name), join(again, name))
      if (difference) differences.push(`${name} ${difference}`)
    }
    return { hash, made, equal: differences.length === 0 && hash === made, differences }
  } finally {
    await rm(again, { recursive: true, force: true })
  }
}

async function listedIn(folder: string): Promise<string[]> {
  return (JSON.parse(await readFile(join(folder, LIST), 'utf8')) as { name: string }[]).map(({ name }) => name)
}

async function compare(path: string, made: string): Promise<string | null> {
  const [there, again] = await Promise.all([path, made].map((each) => readFile(each).catch(unless('ENOENT'))))
  if (!there) return again ? 'is missing' : null
  if (!again) return 'lies there, and is not made any more'
  if (there.equals(again)) return null
  const at = there.findIndex((byte, n) => byte !== again[n])
  const line = there
    .subarray(0, at === -1 ? again.length : at)
    .toString()
    .split('\n').length
  return `differs from line ${line} on`
}
