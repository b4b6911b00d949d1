/** The contracts whose events the marts are made of. */
import { PAYOUT_V1 } from '@/events/payout-v1'
import { PAYROLL_RUN_V1 } from '@/events/payroll-run-v1'

export const CONTRACTS: string[] = [PAYOUT_V1, PAYROLL_RUN_V1]
