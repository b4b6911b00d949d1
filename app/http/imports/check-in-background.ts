/** Begins a check and lets it go on in this process after the answer. One that is lost with the process can be begun again from its page. */

import { beginCheck, type CheckBegun } from '@/payroll/imports/begin-check'
import { checkFile } from '@/payroll/imports/check-file'
import type { Correction } from '@/payroll/imports/import-row'
import type { CommandResult } from '@/payroll/transaction/execute'
import type { Context } from '../handle'
import { appLog } from '../log'

type Needs = Pick<Context, 'ledger' | 'importDir' | 'accountHashKey' | 'call' | 'traceId'>

export async function checkInBackground(
  { ledger, importDir, accountHashKey, call, traceId }: Needs,
  importId: string,
  correction: Correction | null = null,
  severalLines?: boolean,
): Promise<CommandResult<CheckBegun>> {
  // Without the key of the request it came with: that one belongs to what the request answers.
  const own = { ...call(), idempotency: null }
  const begun = await beginCheck(ledger, own, importId, correction, severalLines)
  if (begun.result.ok) {
    checkFile({ ledger, importDir, accountHashKey }, begun.result.value, own).catch((error) =>
      appLog().error({ err: error, traceId, importId }, 'a check of a payroll file was broken off'),
    )
  }
  return begun
}
