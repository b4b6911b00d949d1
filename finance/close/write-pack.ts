/** Makes the pack of a close and puts it into its folder, whole or not at all. */
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aside, unless } from '../atomic-file'
import { quoted } from '../duckdb'
import { closesFolder } from '../folders'
import { writtenAs } from '../written'
import { eventsHash, figuresOf, meaningHash, withMartsAt } from './as-of'
import { packOf, sha256 } from './pack'
import { inspectPack, LIST, type Listed, MOVEMENTS, packFolder, TOLD } from './read-pack'
import { readTold } from './told'

/** A pack that was made again and is not the one that was closed on. What lies there stays. */
export class PackDiffers extends Error {
  override name = 'PackDiffers'
}

/**
 * Makes it from the landing and what the ledger told. The same twice is the same, byte for byte, so one that lies there whole is left.
 * @param expected the hash it had when it was made before; null the first time.
 * @returns its hash. @throws MartsRefused when the landing lacks something, PackDiffers, or what the disk says; nothing half written is left.
 */
export async function writePack(dir: string, told: string, expected: string | null): Promise<string> {
  const { month, closeId } = readTold(told)
  const folder = packFolder(dir, month, closeId)
  const there = await inspectPack(dir, month, closeId)
  if (expected !== null && there.hash === expected && there.damaged.length === 0) return expected
  await mkdir(closesFolder(dir, month), { recursive: true })
  const made = aside(folder)
  try {
    const hash = await makePack(dir, told, made)
    if (expected !== null && hash !== expected)
      throw new PackDiffers(
        'Made again, the pack is not the one that was made before. Nothing was replaced; verify-close says what differs.',
      )
    await replaceFolder(made, folder)
    return hash
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** Makes a pack into a new folder, durable. @returns its hash. */
export async function makePack(dir: string, told: string, folder: string): Promise<string> {
  const { month, era, position, ...rest } = readTold(told)
  await mkdir(folder, { recursive: true })
  const files = await withMartsAt(dir, { era, position: BigInt(position) }, async (connection) => {
    const figures = await figuresOf(connection, month)
    const path = join(folder, MOVEMENTS)
    await connection.run('SET preserve_insertion_order = true') // the file has an order, whoever writes it
    await connection.run(
      `COPY (FROM movements ORDER BY payout_id, kind, day, currency, amount_minor) TO ${quoted(path)} (FORMAT csv, HEADER)`,
    )
    const hashes = {
      events: await eventsHash(connection),
      movements: (await writtenAs(path)).sha256,
      told: sha256(told),
      sql: meaningHash(),
    }
    return packOf({ month, era, position, ...rest }, figures, hashes).files
  })
  files.set(TOLD, new TextEncoder().encode(told))
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
  const listed: Listed[] = []
  for (const name of [...files.keys(), MOVEMENTS].sort()) {
    const { bytes, sha256: hash } = await writtenAs(join(folder, name))
    listed.push({ name, bytes, sha256: hash })
  }
  const list = `${JSON.stringify(listed, null, 2)}\n`
  await writeFile(join(folder, LIST), list)
  for (const name of [...listed.map((each) => each.name), LIST, '.']) await makeDurable(join(folder, name))
  return sha256(list)
}

async function replaceFolder(made: string, folder: string): Promise<void> {
  const isThere = (await stat(folder).catch(unless('ENOENT'))) !== undefined
  if (isThere) {
    const old = aside(folder)
    await rename(folder, old)
    await rename(made, folder)
    await rm(old, { recursive: true, force: true })
  } else await rename(made, folder)
  await makeDurable(join(folder, '..'))
}

async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What a pack was made of, as it lies beside it; null when it is gone. */
export async function toldBeside(dir: string, month: string, closeId: string): Promise<string | null> {
  return (await readFile(join(packFolder(dir, month, closeId), TOLD), 'utf8').catch(unless('ENOENT'))) ?? null
}
