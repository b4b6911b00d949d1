/** A proposed change as it is shown and sent: accounts by their last four characters. */
import { masked } from '@/payroll/set-up/change'
import type { ChangeRow } from '@/payroll/set-up/changes'

type Masked = Omit<ChangeRow, 'change'> & { change: Record<string, unknown> }

export const maskedChange = (row: ChangeRow): Masked => ({ ...row, change: masked({ ...row.change }), was: row.was && masked(row.was) })
