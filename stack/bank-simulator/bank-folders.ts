/** The folders between a company and its bank, and the bank's own. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

export type Folders = ReturnType<typeof foldersOf>

export function foldersOf(bankDir: string) {
  return {
    /** Payment files for the bank. */
    outbox: join(bankDir, 'outbox'),
    /** The bank's answers. */
    inbox: join(bankDir, 'inbox'),
    /** Taken and not yet fully answered. */
    taken: join(bankDir, 'bank', 'taken'),
    answered: join(bankDir, 'bank', 'answered'),
    /** Answers while they are written; on the same file system as the inbox, so that they appear there whole. */
    writing: join(bankDir, 'bank', 'writing'),
    paid: join(bankDir, 'bank', 'paid.jsonl'),
  }
}

export async function makeFolders(folders: Folders): Promise<void> {
  for (const folder of [folders.outbox, folders.inbox, folders.taken, folders.answered, folders.writing])
    await mkdir(folder, { recursive: true })
}
