/** Which state may follow which. The database holds the same two tables (prisma/migrations, ledger_rules); a test walks every pair through both. */
import type { PayoutStatus } from '@/events/payout-v1'
import type { RunStatus } from '@/events/payroll-run-v1'

export const RUN_TRANSITIONS: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  draft: ['submitted', 'cancelled'],
  submitted: ['draft', 'approved', 'cancelled'],
  approved: ['paying', 'draft'],
  paying: ['settled'],
  settled: [],
  cancelled: [],
}

export const PAYOUT_TRANSITIONS: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  submitted: ['approved', 'withdrawn', 'held', 'cancelled'],
  withdrawn: ['submitted', 'cancelled'],
  approved: ['sent', 'held', 'withdrawn'],
  held: ['submitted', 'approved', 'withdrawn', 'cancelled'],
  sent: ['settled', 'failed'],
  // Failed after a batch was booked as one line: the bank rejects this one of it by name.
  settled: ['returned', 'failed'],
  // Settled after it had failed: the bank has booked by name what it had rejected.
  failed: ['settled'],
  returned: [],
  cancelled: [],
}

/** A run is settled when nothing of it is still to be paid. */
export const PAYOUT_DONE: readonly PayoutStatus[] = ['settled', 'failed', 'returned', 'cancelled']
