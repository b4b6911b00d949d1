/** What a backup is made of: a folder with these files. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

export const POSTGRES = 'postgres.tar.gz'
export const BANK = 'bank.tar.gz'
export const CONTENTS = 'backup.json'

/** The keys without which what is in it cannot be used. */
export type Keys = { ACCOUNT_HASH_KEY: string; EVENTS_KEY: string; AUTH_SECRET: string }

const contents = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Of PayLedger, and of PostgreSQL ("18.1"): its major version must be the same where it is restored. */
  version: z.string(),
  postgres: z.string(),
  /** Of each key, so that it is known whether those at hand are the right ones. */
  keys: z.record(z.string(), z.string()),
  files: z.array(z.object({ name: z.string().regex(/^[a-z.]+$/), bytes: z.number().int(), sha256: z.string() })),
})
export type Contents = z.output<typeof contents>

/** From which nobody can find the key: it has 32 random characters or more. */
export const fingerprint = (key: string): string => createHash('sha256').update(`payledger backup\n${key}`).digest('hex').slice(0, 16)

/** By the names of the keys. */
export const fingerprints = (keys: Keys): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, fingerprint(key)]))

/** Size and SHA-256 of a file, read in pieces. */
export async function described(folder: string, name: string): Promise<Contents['files'][number]> {
  const path = join(folder, name)
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return { name, bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** @throws Error in a sentence: it is no backup, or one of its files is not as it was written. */
export async function readContents(folder: string): Promise<Contents> {
  const text = await readFile(join(folder, CONTENTS), 'utf8').catch(() => null)
  if (text === null) throw new Error(`${folder} holds no whole backup: there is no ${CONTENTS}.`)
  const parsed = contents.safeParse(jsonOf(text))
  if (!parsed.success) throw new Error(`${join(folder, CONTENTS)} cannot be read.`)
  for (const file of parsed.data.files) {
    const found = await described(folder, file.name).catch(() => null)
    if (found?.sha256 !== file.sha256) throw new Error(`${file.name} is ${found === null ? 'missing' : 'damaged'}: use another backup.`)
  }
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
