/** Files from the bank: each message is applied, ignored by name or set aside with its reason, and the file leaves the inbox. */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { readBankFile } from '@/iso20022/report'
import type { BankDocument } from '@/iso20022/report-types'
import { unreadable } from '@/iso20022/unreadable'
import { applyBankFile } from '@/payroll/statements/apply'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { sentenceOf } from '@/payroll/transaction/rejections'
import { sha256 } from '@/platform/archive'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'
import type { Logger } from '@/platform/log'
import { inSpan } from '@/platform/tracing'
import { gatewayCall } from './call'
import { archiveArrived, arrived, discardArrived, type Folders, moveAside, traitsOf } from './folders'

/**
 * Takes in every file that has arrived, in the order of their names, and says how many. A crash before the last step takes the file in again, which
 * changes nothing. One file that the ledger does not take in is no reason to leave the others.
 * @throws the first error of a store, after every file was tried.
 */
export async function ingestArrived(ledger: Ledger, folders: Folders, log: Logger, clock: Clock): Promise<number> {
  const names = await arrived(folders, clock().getTime())
  const errors: unknown[] = []
  for (const name of names) {
    try {
      await inSpan({ name: 'take in bank file', kind: 'internal' }, () => ingest(ledger, folders, log, name, clock()))
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return names.length
}

async function ingest(ledger: Ledger, folders: Folders, log: Logger, name: string, now: Date): Promise<void> {
  const archived = await archiveArrived(folders, name)
  const hash = archived ?? sha256(await traitsOf(folders, name))
  const documents = archived ? await readDocuments(folders, name) : [tooLarge(name, hash)]
  const reasons = await apply(ledger, { fileName: name, sha256: hash }, documents, log, now)
  if (reasons.length > 0) await moveAside(folders, name, hash.slice(0, 8), reasons.join('\n'))
  else await discardArrived(folders, name)
}

/** Read from the disk piece by piece: between two of them the heartbeat beats, however large the file is. */
async function readDocuments(folders: Folders, name: string): Promise<readonly BankDocument[]> {
  const { documents } = await readBankFile(createReadStream(join(folders.inbox, name)), name)
  return documents
}

const tooLarge = (place: string, hash: string): BankDocument => ({
  place,
  sha256: hash,
  report: unreadable('the file is larger than 128 MB'),
})

/** Applies the file, and says why it, or a part of it, is to be set aside. */
async function apply(
  ledger: Ledger,
  file: { fileName: string; sha256: string },
  documents: readonly BankDocument[],
  log: Logger,
  now: Date,
): Promise<string[]> {
  const result = await applyBankFile(ledger, gatewayCall(now), file, documents).then(
    (answer) => answer.result,
    (error: unknown) => {
      if (failureOf(error).kind === 'unavailable') throw error
      log.error({ err: error, file: file.fileName }, 'a bank file cannot be taken in')
      return null
    },
  )
  if (result === null)
    return quarantine(
      ledger,
      now,
      file,
      'PayLedger cannot import this file, and trying again will not help. An administrator finds the reason in the log.',
    )
  if (!result.ok) return quarantine(ledger, now, file, sentenceOf(result.rejection))
  const { messages } = result.value
  for (const { runs, ...message } of messages) log.info({ file: file.fileName, runs: runs.length, ...message }, 'bank file taken in')
  const aside = messages.filter((message) => message.outcome === 'set-aside')
  return aside.map((message) => `${message.place}: ${message.note ?? 'not imported'}`)
}

async function quarantine(ledger: Ledger, now: Date, file: { fileName: string; sha256: string }, reason: string): Promise<string[]> {
  const document: BankDocument = { place: file.fileName, sha256: file.sha256, report: unreadable(reason) }
  await applyBankFile(ledger, gatewayCall(now), file, [document])
  return [reason]
}
