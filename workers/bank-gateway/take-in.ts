/** Files from the bank: each is applied, ignored by name or set aside with its reason, and leaves the inbox. */
import { readBankReport } from '@/bank/report'
import { applyBankReport } from '@/payroll/commands/bank-report/apply'
import { setFileAside } from '@/payroll/commands/bank-report/set-aside'
import type { Ledger } from '@/payroll/queries/open-ledger'
import type { Logger } from '@/platform/log'
import { gatewayCall } from './call'
import { archive, arrived, discardArrived, type Folders, moveAside, readArrived, sha256 } from './folders'

/** Takes in every file that has arrived, in the order of their names, and says how many. A crash before the last step takes the file in again, which changes nothing. */
export async function takeInArrived(ledger: Ledger, folders: Folders, log: Logger): Promise<number> {
  const names = await arrived(folders)
  for (const name of names) await takeIn(ledger, folders, log, name)
  return names.length
}

async function takeIn(ledger: Ledger, folders: Folders, log: Logger, name: string): Promise<void> {
  const bytes = await readArrived(folders, name)
  const report = bytes ? readBankReport(bytes) : { kind: 'unreadable' as const, reason: 'the file is larger than 128 MB' }
  if (bytes === null || report.kind === 'unreadable') {
    const reason = 'reason' in report ? report.reason : 'unreadable'
    const hash = sha256(bytes ?? name)
    await setFileAside(ledger, gatewayCall(new Date()), { fileName: name, sha256: hash }, reason)
    await moveAside(folders, name, hash.slice(0, 8), reason)
    log.warn({ file: name, reason }, 'bank file set aside')
    return
  }
  const hash = await archive(folders, bytes)
  const { result } = await applyBankReport(ledger, gatewayCall(new Date()), { fileName: name, sha256: hash }, report)
  if (!result.ok) throw new Error(`bank file ${name} was rejected: ${result.rejection.code}`)
  if (result.value.outcome === 'set-aside') await moveAside(folders, name, hash.slice(0, 8), result.value.note ?? '')
  else await discardArrived(folders, name)
  log.info({ file: name, ...result.value }, 'bank file taken in')
}
