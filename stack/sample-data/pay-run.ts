/** One run through the real commands, with the past as their clock, up to the state asked for. */
import { createHash, randomUUID } from 'node:crypto'
import type { Actor } from '@/events/envelope'
import { buildPain001 } from '@/iso20022/pain001'
import { readBankFile } from '@/iso20022/report'
import { approveRun } from '@/payroll/runs/approve-run'
import { createDraft } from '@/payroll/runs/create-draft'
import { submitRun } from '@/payroll/runs/submit-run'
import { applyBankFile } from '@/payroll/statements/apply'
import type { CommandContext, CommandResult } from '@/payroll/transaction/execute'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { unfinishedFiles } from '@/payroll/transmissions/due-releases'
import { readPaymentFile } from '@/payroll/transmissions/payment-file'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission, recordTransmission } from '@/payroll/transmissions/record-transmission'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { archive, type Folders } from '@/workers/bank-gateway/folders'
import { answer } from '../bank-simulator/answer'

export type SampleLedger = { ledger: Ledger; folders: Folders; accountHashKey: string; preparer: Actor; approver: Actor }
export type SampleRun = {
  companyId: string
  period: string
  payDate: string
  fileName: string
  csv: string
  until: 'draft' | 'submitted' | 'approved' | 'settled'
  startedAt: Date
  /** When the bank's statement is read; an hour after the run began, unless it is given. */
  bookingsReadAt?: Date
}

const GATEWAY: Actor = { kind: 'process', id: 'bank-gateway', name: 'Bank gateway' }
const MINUTE_MS = 60_000

/** Runs it, and returns how many payouts it holds. */
export async function paySampleRun(sample: SampleLedger, run: SampleRun): Promise<number> {
  const { ledger, preparer, approver } = sample
  const at = (minutes: number): Date => new Date(run.startedAt.getTime() + minutes * MINUTE_MS)
  const bytes = Buffer.from(run.csv)
  const read = await readPayrollBytes(bytes)
  if (!read.ok) throw new Error(`sample file ${run.fileName} has problems: ${JSON.stringify(read.problems.slice(0, 3))}`)
  const { companyId, period, payDate } = run
  const sourceHash = createHash('sha256').update(bytes).digest('hex')
  const draft = { companyId, period, payDate, sourceName: run.fileName, sourceHash, lines: read.lines }
  const { id } = done(await createDraft(ledger, callOf(preparer, at(0)), draft, sample.accountHashKey))
  if (run.until === 'draft') return read.lines.length
  const { seal } = done(await submitRun(ledger, callOf(preparer, at(6)), id, 1))
  if (run.until === 'submitted') return read.lines.length
  done(await approveRun(ledger, callOf(approver, at(33)), id, 2, seal ?? ''))
  if (run.until === 'approved') return read.lines.length
  done(await planRelease(ledger, callOf(GATEWAY, at(34)), id))
  for (const file of await unfinishedFiles(ledger)) await payFile(sample, file.id, at, run.bookingsReadAt ?? at(75))
  return read.lines.length
}

async function payFile(
  { ledger, folders }: SampleLedger,
  messageId: string,
  at: (minutes: number) => Date,
  bookingsReadAt: Date,
): Promise<void> {
  const { transfer, format } = await readPaymentFile(ledger, messageId)
  const { xml } = buildPain001(transfer, format)
  done(await beginTransmission(ledger, callOf(GATEWAY, at(34)), messageId, await archive(folders, Buffer.from(xml))))
  done(await recordTransmission(ledger, callOf(GATEWAY, at(34)), messageId))
  const { pain002, booking } = answer(xml, at(49))
  for (const [kind, text, readAt] of [
    ['pain.002', pain002, at(50)],
    ...(booking ? [[booking.kind, booking.xml, bookingsReadAt] as const] : []),
  ] as const) {
    const bytes = Buffer.from(text)
    const fileName = `${/<MsgId>([^<]+)</.exec(text)?.[1]}.${kind}.xml`
    const { documents } = await readBankFile(bytes, fileName)
    const file = { fileName, sha256: await archive(folders, bytes) }
    const { messages } = done(await applyBankFile(ledger, callOf(GATEWAY, readAt), file, documents))
    const aside = messages.find((message) => message.outcome === 'set-aside')
    if (aside) throw new Error(`the simulator's ${kind} was set aside: ${aside.note}`)
  }
}

const callOf = (actor: Actor, now: Date): CommandContext => ({ actor, now, requestId: randomUUID(), companies: null, idempotency: null })

function done<T>({ result }: CommandResult<T>): T {
  if (!result.ok) throw new Error(`a sample command was rejected: ${JSON.stringify(result.rejection)}`)
  return result.value
}
