/** Who is paid what and where, as a run's line and its payout both say it. */
import { z } from 'zod'
import { minorUnits } from './amount'

export const payee = z.strictObject({
  lineNumber: z.int(),
  employeeNumber: z.string(),
  name: z.string(),
  country: z.string(),
  accountKind: z.enum(['number', 'iban']),
  accountCountry: z.string(),
  accountLast4: z.string(),
  amountMinor: minorUnits,
  currency: z.string(),
  rail: z.enum(['sepa', 'swift']),
})
