/** A backup of what cannot be made again: the database, and the bank's folders. */
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { create } from 'tar'
import { writeDurably } from '@/platform/archive'
import { VERSION } from '@/platform/version'
import { baseBackup } from './base-backup'
import { BANK, CONTENTS, type Contents, described, fingerprints, type Keys, POSTGRES } from './contents'

export type BackupOptions = { databaseUrl: string; bankDir: string; keys: Keys; now: Date; say: (line: string) => void }

/**
 * Makes the folder `folder`, which must not be there, while everything runs. The bank's folders come after the database: what they know and it does not, a
 * restored ledger is asked about; the other way round it would believe that a file never went. A backup that fails leaves nothing.
 */
export async function makeBackup(folder: string, { databaseUrl, bankDir, keys, now, say }: BackupOptions): Promise<Contents> {
  const part = `${folder}.part`
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(part, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? new Error(`${part} is there already: another backup is being made, or one was interrupted. Remove it.`)
      : error
  })
  try {
    say('Copying the database')
    await baseBackup(databaseUrl, join(part, POSTGRES))
    say('Copying the bank’s folders')
    await packWhileWritten(bankDir, join(part, BANK))
    const files = [await described(part, POSTGRES), await described(part, BANK)]
    const postgres = await versionOf(databaseUrl)
    const contents = { format: 1 as const, madeAt: now.toISOString(), version: VERSION, postgres, keys: fingerprints(keys), files }
    await writeDurably(join(part, CONTENTS), Buffer.from(`${JSON.stringify(contents, null, 2)}\n`))
    await rename(part, folder)
    return contents
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

const TRIES_MAX = 5

/** A file that the gateway takes away in the middle is not in its folder the next time; files of the archive are never changed. */
async function packWhileWritten(folder: string, file: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const filter = (path: string) => !path.endsWith('.part')
      return await create({ gzip: { level: 1 }, file, cwd: folder, filter, portable: true, strict: true }, ['.'])
    } catch (error) {
      if (tries === TRIES_MAX || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

async function versionOf(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`)
    return rows[0]?.version.split(' ')[0] ?? ''
  } finally {
    await client.end()
  }
}
