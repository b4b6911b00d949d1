/** Files to the bank: plan, archive, stage, announce, note outside the ledger, link, record. Each step is durable before the next; a file is linked at most once by itself. */
import { setImmediate as turn } from 'node:timers/promises'
import { pain001 } from '@/iso20022/pain001'
import { refusedTransmission } from '@/payroll/runs/release-refusals'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { type Rejection, sentenceOf } from '@/payroll/transaction/rejections'
import { dueReleases, type OutgoingFile, unfinishedFiles } from '@/payroll/transmissions/due-releases'
import { isAnsweredBefore } from '@/payroll/transmissions/known-history'
import { readPaymentFile } from '@/payroll/transmissions/payment-file'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission, doubtTransmission, noteObstacle, recordTransmission } from '@/payroll/transmissions/record-transmission'
import { keptBackBy } from '@/payroll/transmissions/unaccounted-files'
import type { Clock } from '@/platform/clock'
import { failureOf } from '@/platform/failure'
import { inTurns } from '@/platform/in-turns'
import { gatewayCall } from './call'
import { archive, clearStaged, type Folders, liesForBank, putForBank, stageForBank, unstage } from './folders'
import { type KnownHistory, knownHistory, OtherHistory } from './history'

/**
 * Does everything that is due once, and says how many files went out. What cannot be done keeps nothing else from the bank; it is thrown in the end.
 * @throws OtherHistory when the ledger is not the one that payments were made from; nothing is handed over then.
 */
export async function transmitDue(
  ledger: Ledger,
  folders: Folders,
  clock: Clock,
  history = knownHistory(ledger, folders),
): Promise<number> {
  await history.check()
  const failures: unknown[] = []
  for (const run of await dueReleases(ledger, clock())) await plan(ledger, clock(), run).catch((error: unknown) => failures.push(error))
  let handedOver = 0
  for (const file of await unfinishedFiles(ledger)) {
    try {
      handedOver +=
        file.status === 'prepared' ? await transmit(ledger, folders, clock, file, history) : await resume(ledger, folders, clock, file)
    } catch (error) {
      if (error instanceof OtherHistory) throw error
      failures.push(await explain(ledger, clock(), file, error))
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(wordsOf).join('; '))
  return handedOver
}

async function plan(ledger: Ledger, now: Date, run: { id: string; reference: string }): Promise<void> {
  const { result } = await planRelease(ledger, gatewayCall(now), run.id)
  // Recalled, or too late, since it was looked for.
  if (!result.ok && (result.rejection.code === 'wrong-state' || result.rejection.code === 'pay-date')) return
  if (!result.ok) throw new Error(`${run.reference} is not released: ${sentenceOf(result.rejection)}`)
}

async function transmit(ledger: Ledger, folders: Folders, clock: Clock, file: OutgoingFile, history: KnownHistory): Promise<number> {
  if (await isAnsweredBefore(ledger, file.id)) return keepAnswered(ledger, clock(), file)
  const other = await keptBackBy(ledger, file.id)
  if (other !== null) return keepUntilAccounted(ledger, clock(), file, other)
  const late = await refusedTransmission(ledger, file.id, clock())
  if (late) return keepBack(ledger, clock(), file, late)
  const hash = file.sha256 ?? (await make(ledger, folders, file))
  const part = await stageForBank(folders, hash, file.fileName)
  const call = gatewayCall(clock())
  const begun = await beginTransmission(ledger, call, file.id, hash)
  if (!begun.result.ok) {
    // Another gateway hands it over.
    await unstage(part)
    return 0
  }
  await history.noteHandOver({ fileName: file.fileName, sha256: hash, beganAt: call.now.toISOString() })
  await putForBank(folders, part, file.fileName)
  return record(ledger, folders, clock(), file)
}

/** The bank knows its payments, and this ledger has never handed it over: it was, in a history that is lost, with our own folders as well. */
async function keepAnswered(ledger: Ledger, now: Date, file: OutgoingFile): Promise<number> {
  const note =
    'It is not sent, because the bank has already reported payments in it, although PayLedger never sent it. An older database may be in use. Ask the bank what it has.'
  await noteObstacle(ledger, gatewayCall(now), file.id, note)
  return 0
}

/** What another file of the company has paid is not known: its payments may be in this one as well. */
async function keepUntilAccounted(ledger: Ledger, now: Date, file: OutgoingFile, other: string): Promise<number> {
  const note = `It is not sent yet, because the database was restored and does not know what ${other} has paid. An administrator has to ask the bank first.`
  if (file.note !== note) await noteObstacle(ledger, gatewayCall(now), file.id, note)
  return 0
}

/** It came too late for its day, because the gateway was down or a hold was released late: a person gives it another one. */
async function keepBack(ledger: Ledger, now: Date, file: OutgoingFile, late: Rejection): Promise<number> {
  const words = `It is too late for its pay date, so it is not sent. ${sentenceOf(late)}`
  // Said once, not at every look.
  if (file.note !== words) await noteObstacle(ledger, gatewayCall(now), file.id, words, true)
  return 0
}

/** A file that was made once is never made anew: a person has said that the bank did not get it, and it gets those very bytes. */
async function make(ledger: Ledger, folders: Folders, file: OutgoingFile): Promise<string> {
  const { transfer, format } = await readPaymentFile(ledger, file.id)
  const { xml } = await inTurns(pain001(transfer, format))
  await turn()
  return archive(folders, Buffer.from(xml))
}

/** The reason on the run's page as well as in operations, with the file's name. A ledger that is down is told in operations alone. */
async function explain(ledger: Ledger, now: Date, file: OutgoingFile, error: unknown): Promise<Error> {
  const words = wordsOf(error)
  const note =
    error instanceof RangeError
      ? `It does not fit the bank’s file format: ${words}. Ask an administrator to correct the company’s paying account or bank profile. PayLedger then makes the file by itself.`
      : isDiskFull(error)
        ? 'The disk is full, so PayLedger could not write it. It goes out by itself once an administrator has made room.'
        : `PayLedger could not write it: ${words}. It tries again every few seconds, and the file goes out by itself. An operator sees the cause under Operations.`
  await noteObstacle(ledger, gatewayCall(now), file.id, note).catch(() => undefined)
  return new Error(`${file.fileName} ${error instanceof RangeError ? 'cannot be made' : 'was not sent to the bank'}: ${words}`, {
    cause: error,
  })
}

const isDiskFull = (error: unknown): boolean => {
  const failure = failureOf(error)
  return failure.kind === 'unavailable' && failure.isDiskFull
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A hand-over takes milliseconds. One that is not recorded after this long was interrupted. */
const OVERDUE_MS = 5_000

/**
 * After a crash: a file that still lies there was handed over. One that does not is a question for a person, unless the bank answers first; before it is
 * asked, what was staged is removed, so that a gateway that was only frozen cannot link it after the answer.
 */
async function resume(ledger: Ledger, folders: Folders, clock: Clock, file: OutgoingFile): Promise<number> {
  const now = clock()
  const isDue = file.status === 'handing-over' && now.getTime() - (file.handOverBeganAt?.getTime() ?? 0) > OVERDUE_MS
  if (isDue) await clearStaged(folders, file.fileName)
  if (await liesForBank(folders, file.fileName)) return record(ledger, folders, clock(), file)
  if (isDue) await doubtTransmission(ledger, gatewayCall(now), file.id)
  return 0
}

async function record(ledger: Ledger, folders: Folders, now: Date, file: OutgoingFile): Promise<number> {
  await recordTransmission(ledger, gatewayCall(now), file.id)
  await clearStaged(folders, file.fileName)
  return 1
}
