/** The simulated bank at work: takes payment files away, pays, answers. What a crash interrupts is finished at the next start. */
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@/platform/clock'
import { pause } from '@/platform/retry'
import { type Answer, answer } from './answer'
import { type Folders, foldersOf, makeFolders } from './bank-folders'
import { recordPaid } from './paid-ledger'

export type Settings = {
  bankDir: string
  /** Between the status report and the booking. */
  answerDelayMs: number
  pollMs: number
  clock: Clock
  signal: AbortSignal
  say: (line: string) => void
}

/** Runs until the signal. Files are taken while others are being answered: what lies in the outbox has not been seen by the bank. */
export async function runBank(settings: Settings): Promise<void> {
  const folders = foldersOf(settings.bankDir)
  await makeFolders(folders)
  await Promise.all([repeat(settings, () => takeAll(folders)), repeat(settings, () => serveAll(folders, settings))])
}

async function repeat(settings: Settings, step: () => Promise<void>): Promise<void> {
  while (!settings.signal.aborted) {
    const pauseMs = await step().then(
      () => settings.pollMs,
      (error: unknown) => {
        complain(settings, error)
        return FAILED_PAUSE_MS
      },
    )
    await pause(pauseMs, settings.signal)
  }
}

const FAILED_PAUSE_MS = 1_000

function complain({ say, signal }: Settings, error: unknown): void {
  if (!signal.aborted) say(`bank simulator: ${error instanceof Error ? error.message : String(error)}`)
}

/** One file that cannot be served keeps no other from it; it is tried again. */
async function serveAll(folders: Folders, settings: Settings): Promise<void> {
  for (const receipt of await xmlFilesIn(folders.taken))
    await serve(folders, receipt, settings).catch((error: unknown) => complain(settings, error))
}

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
  const at = await takenAt(taken, settings.clock)
  const answers = answer(await readFile(taken, 'utf8'), at, receipt)
  await recordPaid(folders.paid, answers.paid, receipt, at)
  const stem = receipt.slice(0, -'.xml'.length)
  await deliver(folders, `${stem}.pain002.xml`, answers.pain002)
  if (answers.booking !== null) {
    const { kind, xml } = answers.booking
    await sleep(settings.answerDelayMs, undefined, { signal: settings.signal })
    await deliver(folders, `${stem}.${kind.replace('.', '')}.xml`, xml)
  }
  await rename(taken, join(folders.answered, receipt))
  await rm(`${taken}.taken-at`)
  settings.say(`bank simulator: ${receipt}: ${summary(answers)}`)
}

/** When the bank took the file: kept beside it, so that an answer begun before a crash is the same after it. */
async function takenAt(taken: string, clock: Clock): Promise<Date> {
  const path = `${taken}.taken-at`
  const known = await readFile(path, 'utf8').catch(() => '')
  if (known.endsWith('\n')) return new Date(known.trim())
  const now = clock()
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

const summary = ({ paid, booking }: Answer): string => (booking === null ? 'nothing paid' : `${paid.length} paid`)
