/** Version 1 of the payroll run event: the run's state with its control totals. Released: nothing is added but optional fields. */
import { z } from 'zod'
import { actor, minorUnits } from './envelope'

export const PAYROLL_RUN_V1 = 'urn:payledger:payroll-run:1'

export const RUN_STATUSES = ['draft', 'submitted', 'approved', 'paying', 'settled', 'cancelled'] as const

export const PAYROLL_RUN_TYPES = [
  'payroll-run.submitted',
  'payroll-run.sent-back',
  'payroll-run.recalled',
  'payroll-run.pay-date-changed',
  'payroll-run.approved',
  'payroll-run.released',
  'payroll-run.settled',
  'payroll-run.cancelled',
] as const

export const payrollRunV1 = z.object({
  run: z.object({
    id: z.uuid(),
    companyId: z.uuid(),
    companyCode: z.string(),
    companyName: z.string(),
    period: z.string(),
    /** What the run is for. Left out of what was published before it was told. */
    kind: z.enum(['regular', 'off-cycle', 'correction']).optional(),
    payDate: z.iso.date(),
    reference: z.string(),
    status: z.enum(RUN_STATUSES),
    version: z.number().int().positive(),
    seal: z.string().nullable(),
    lines: z.number().int(),
    totals: z.array(z.object({ currency: z.string(), amountMinor: minorUnits, payouts: z.number().int() })),
  }),
  actor,
  reason: z.string().nullable(),
})

export type PayrollRunDataV1 = z.infer<typeof payrollRunV1>
export type RunStatus = (typeof RUN_STATUSES)[number]
