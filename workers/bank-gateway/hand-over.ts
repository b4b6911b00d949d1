/** Files to the bank: plan, archive, announce, link, record. Each step is durable before the next; a file is linked at most once by itself. */
import { buildPain001 } from '@/bank/pain001'
import { beginHandOver, recordHandOver } from '@/payroll/commands/hand-over'
import { planRelease } from '@/payroll/commands/plan-release'
import { dueReleases, type OutgoingFile, unfinishedFiles } from '@/payroll/queries/due-releases'
import type { Ledger } from '@/payroll/queries/open-ledger'
import { readPaymentFile } from '@/payroll/queries/payment-file'
import { sentenceOf } from '@/payroll/rules/rejections'
import type { Logger } from '@/platform/log'
import { gatewayCall } from './call'
import { archive, type Folders, liesForBank, putForBank } from './folders'

/** Does everything that is due once, and says how many files went out. What cannot be done keeps nothing else from the bank; it is thrown in the end. */
export async function handOverDue(ledger: Ledger, folders: Folders, log: Logger): Promise<number> {
  const failures: unknown[] = []
  for (const run of await dueReleases(ledger)) await plan(ledger, log, run).catch((error: unknown) => failures.push(error))
  let handedOver = 0
  for (const file of await unfinishedFiles(ledger)) {
    try {
      handedOver += file.status === 'prepared' ? await handOver(ledger, folders, file) : await resume(ledger, folders, file)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0)
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, `${failures.length} runs or files could not be handed over`)
  return handedOver
}

async function plan(ledger: Ledger, log: Logger, run: { id: string; reference: string }): Promise<void> {
  const { result } = await planRelease(ledger, gatewayCall(new Date()), run.id)
  if (!result.ok) log.error({ run: run.reference, rejection: result.rejection.code }, sentenceOf(result.rejection))
}

async function handOver(ledger: Ledger, folders: Folders, file: OutgoingFile): Promise<number> {
  const hash = file.sha256 ?? (await make(ledger, folders, file))
  const begun = await beginHandOver(ledger, gatewayCall(new Date()), file.id, hash)
  if (!begun.result.ok) return 0
  await putForBank(folders, hash, file.fileName)
  await recordHandOver(ledger, gatewayCall(new Date()), file.id)
  return 1
}

/** A file that was made once is never made anew: a person has said that the bank did not get it, and it gets those very bytes. */
async function make(ledger: Ledger, folders: Folders, file: OutgoingFile): Promise<string> {
  const { transfer, format } = await readPaymentFile(ledger, file.id)
  return archive(folders, Buffer.from(buildPain001(transfer, format).xml))
}

/** After a crash: a file that still lies there was handed over; one that does not is a question for a person, unless the bank answers first. */
async function resume(ledger: Ledger, folders: Folders, file: OutgoingFile): Promise<number> {
  if (!(await liesForBank(folders, file.fileName))) return 0
  await recordHandOver(ledger, gatewayCall(new Date()), file.id)
  return 1
}
