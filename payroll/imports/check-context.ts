/** What every check needs beside the file. */
import type { NameRules, PayrollRules } from '@/payroll-files/types'
import type { Ledger } from '@/prisma/connect'

export type CheckContext = { ledger: Ledger; importDir: string; accountHashKey: string }

/** What the file alone is judged against; the pay date is judged when the draft is made. */
export const rowRules = (names: NameRules): PayrollRules => ({ currencies: null, names })
