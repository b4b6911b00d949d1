import type { RunDetail } from '@/payroll/runs/run'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'

/** Two readings of a run are told apart by this: its version, how many payouts are in each state, and its bank files. */
export function signatureOf({ version, payouts, withoutOutcome }: RunDetail, messages: readonly BankMessageRow[]): string {
  const counts = Object.entries(payouts).sort(([a], [b]) => (a < b ? -1 : 1))
  const files = messages.map(({ id, status, note, denial, laterDay }) => `${id} ${status} ${note} ${denial?.version} ${laterDay?.version}`)
  return JSON.stringify([version, counts, withoutOutcome, files])
}
