/** The simulated bank at work: takes payment files away, pays, answers. What a crash interrupts is finished at the next start. */
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, answer } from './answer'
import { type Folders, foldersOf, makeFolders } from './bank-folders'
import { recordPaid } from './paid-ledger'

export type Settings = {
  bankDir: string
  /** Between the status report and the debit notification. */
  answerDelayMs: number
  pollMs: number
  signal: AbortSignal
  say: (line: string) => void
}

/** Runs until the signal. */
export async function runBank(settings: Settings): Promise<void> {
  const folders = foldersOf(settings.bankDir)
  while (!settings.signal.aborted) {
    try {
      await makeFolders(folders)
      await takeAll(folders)
      for (const receipt of await xmlFilesIn(folders.taken)) await serve(folders, receipt, settings)
      await sleep(settings.pollMs, undefined, { signal: settings.signal })
    } catch (error) {
      if (settings.signal.aborted) return
      settings.say(`bank simulator: ${error instanceof Error ? error.message : String(error)}`)
      await sleep(1_000, undefined, { signal: settings.signal }).catch(() => undefined)
    }
  }
}

/** Takes every file at once, before any is read: what is in the outbox has not been seen by the bank. */
async function takeAll(folders: Folders): Promise<void> {
  for (const name of await xmlFilesIn(folders.outbox)) {
    const stem = name.slice(0, -'.xml'.length)
    let times = 1
    const receipt = (): string => `${stem}.${times}.xml`
    while (existsSync(join(folders.taken, receipt())) || existsSync(join(folders.answered, receipt()))) times += 1
    await rename(join(folders.outbox, name), join(folders.taken, receipt()))
  }
}

/** Each step may have been done before a crash, and may be done again: names, ids and times of the answers are the same then. */
async function serve(folders: Folders, receipt: string, settings: Settings): Promise<void> {
  const taken = join(folders.taken, receipt)
  const at = await takenAt(taken)
  const answers = answer(await readFile(taken, 'utf8'), at, receipt)
  await recordPaid(folders.paid, answers.paid, receipt, at)
  const stem = receipt.slice(0, -'.xml'.length)
  await deliver(folders, `${stem}.pain002.xml`, answers.pain002)
  if (answers.camt054 !== null) {
    await sleep(settings.answerDelayMs, undefined, { signal: settings.signal })
    await deliver(folders, `${stem}.camt054.xml`, answers.camt054)
  }
  await rename(taken, join(folders.answered, receipt))
  settings.say(`bank simulator: ${receipt}: ${summary(answers)}`)
}

/** When the bank took the file: kept beside it, so that an answer begun before a crash is the same after it. */
async function takenAt(taken: string): Promise<Date> {
  const path = `${taken}.taken-at`
  const known = await readFile(path, 'utf8').catch(() => '')
  if (known.endsWith('\n')) return new Date(known.trim())
  const now = new Date()
  await writeFile(path, `${now.toISOString()}\n`)
  return now
}

async function deliver(folders: Folders, name: string, xml: string): Promise<void> {
  const aside = join(folders.writing, name)
  await writeFile(aside, xml)
  await rename(aside, join(folders.inbox, name))
}

async function xmlFilesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.xml') && !name.startsWith('.')).sort()
}

const summary = ({ paid, camt054 }: Answer): string => (camt054 === null ? 'nothing paid' : `${paid.length} paid`)
