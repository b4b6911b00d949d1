/** The check of a payroll file as the jobs do it, without their process. */
import type { CheckJob } from '@/payroll/imports/begin-check'
import type { CheckContext } from '@/payroll/imports/check-context'
import { checkImport } from '@/payroll/imports/check-import'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { testClock } from './clock'

/** The newest job that was asked for to check the import. @throws Error when nobody has asked. */
export async function checkJobOf(ledger: Ledger, importId: string): Promise<{ id: string; data: CheckJob }> {
  const [job] = await ledger.$queryRaw<{ id: string; data: CheckJob }[]>`
    SELECT id, data FROM pgboss.job WHERE name = 'check-import' AND id = (SELECT check_job FROM payroll_import WHERE id = ${importId}::uuid)`
  if (!job) throw new Error('nobody has asked for a check')
  return job
}

/** Does the check that was asked for last, at the time `now`. */
export async function checkNow(place: CheckContext, importId: string, now = testClock()): Promise<void> {
  await checkImport(place, await checkJobOf(place.ledger, importId), now)
}
