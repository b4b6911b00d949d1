/** Makes the pack of a close from the landing, and tells the ledger its hash. Doing it twice is harmless: it is the same, byte for byte. */
import { PackDiffers, writePack } from '@/finance/close/write-pack'
import { callOfJobs } from '@/payroll/months/change-close'
import { recordPack } from '@/payroll/months/close-month'
import { readClose, readTold } from '@/payroll/months/closes'
import type { PackJob } from '@/payroll/months/prepare-close'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { failureOf } from '@/platform/failure'

/** @throws an error that is tried again: what the landing lacks is read again from Kafka, and a disk is made free by people. */
export async function makeClosePack(
  { ledger, financeDir }: { ledger: Ledger; financeDir: string },
  { closeId, requestId }: PackJob,
  now: Date,
): Promise<void> {
  const [close, told] = await Promise.all([readClose(ledger, closeId), readTold(ledger, closeId)])
  if (!close || told === null || close.state === 'withdrawn') return
  const call = callOfJobs(now, requestId)
  try {
    const hash = await writePack(financeDir, told, close.packHash)
    await recordPack(ledger, call, closeId, { hash })
  } catch (error) {
    const failure = sentenceOf(error)
    if (close.packFailure !== failure) await recordPack(ledger, call, closeId, { failure })
    if (error instanceof PackDiffers) throw error
    throw Object.assign(new Error(failure, { cause: error }), { code: 'EIO' })
  }
}

function sentenceOf(error: unknown): string {
  const failure = failureOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if ((failure.kind === 'unavailable' && failure.isDiskFull) || /no space left/i.test(message)) return 'The disk is full.'
  // Of an error of the disk or of DuckDB the first line says enough; paths are for the log.
  return error instanceof Error && error.name === 'MartsRefused' ? `The figures cannot be made: ${message}.` : 'The landing cannot be read.'
}
