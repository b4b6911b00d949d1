/** Files that could not be read, and that a person wants read again: from the archive, if its bytes are still those that came. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readBankFile } from '@/iso20022/report'
import { type Applied, applyBankFile } from '@/payroll/statements/apply'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { endReading, type WantedReading, wantedReadings } from '@/payroll/upkeep/read-again'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'
import type { Logger } from '@/platform/log'
import { gatewayCall } from './call'
import type { Folders } from './folders'

/** Reads all that wait, and says how many. What was applied before changes nothing, so one that is cut off is begun again. @throws the error of a store. */
export async function readAgain(ledger: Ledger, folders: Folders, log: Logger, clock: Clock): Promise<number> {
  const wanted = await wantedReadings(ledger)
  for (const reading of wanted) {
    const came = await readOne(ledger, folders, log, clock(), reading)
    if (came.isRead) await removeAside(folders, reading)
    await endReading(ledger, gatewayCall(clock()), reading, came)
    log.info({ file: reading.fileName, ...came }, 'bank file read again')
  }
  return wanted.length
}

type Came = { isRead: boolean; outcome: string }
const failed = (outcome: string): Came => ({ isRead: false, outcome })

async function readOne(ledger: Ledger, { archive }: Folders, log: Logger, now: Date, { fileName, sha256 }: WantedReading): Promise<Came> {
  const path = join(archive, sha256)
  const found = await hashOf(path)
  if (found === null)
    return failed('Its bytes are not in the archive: a file larger than 128 MB is not kept. Ask the bank to send it in parts.')
  if (found !== sha256) return failed('Its bytes in the archive are not those that came. Nothing was read. Ask the bank to send it again.')
  try {
    const { documents } = await readBankFile(createReadStream(path), fileName)
    const { result } = await applyBankFile(ledger, gatewayCall(now), { fileName, sha256 }, documents)
    return result.ok ? cameOf(result.value.messages) : failed(sentenceOf(result.rejection))
  } catch (error) {
    if (failureOf(error).kind === 'unavailable') throw error
    log.error({ err: error, file: fileName }, 'a bank file cannot be taken in')
    return failed('PayLedger still cannot import this file. An administrator finds the reason in the log.')
  }
}

function cameOf(messages: readonly Applied[]): Came {
  const aside = messages.find(({ outcome }) => outcome === 'set-aside')
  if (aside) return failed(`${aside.place}: ${aside.note ?? 'not imported'}`)
  if (messages.length === 0) return failed('There is no message in it.')
  const sum = (of: 'settled' | 'failed' | 'returned' | 'findings') => messages.reduce((total, each) => total + each[of], 0)
  return {
    isRead: true,
    outcome: `${sum('settled')} settled, ${sum('failed')} failed, ${sum('returned')} returned, ${sum('findings')} exceptions.`,
  }
}

/** Of a file, piece by piece; null when it is not there. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
    return hash.digest('hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** What was read needs nobody to look at it there; the archive keeps its bytes. */
async function removeAside({ aside }: Folders, { sha256 }: WantedReading): Promise<void> {
  const names = (await readdir(aside)).filter((name) => name.startsWith(`${sha256.slice(0, 8)}-`))
  await Promise.all(names.map((name) => rm(join(aside, name), { force: true })))
}
