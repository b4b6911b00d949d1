import { countWords } from '@/components/money'
import { formatMinor } from '@/events/money'
import type { Refusal } from '@/payroll/exceptions/moved-by-exception'

/** "marks 2 payments (1,200.50 EUR) as failed with DU01; 1 that is booked stays as it is" */
export function refusalWords({ code, fails, booked, sums }: Refusal): string {
  const amounts = sums.map(({ currency, amountMinor }) => `${formatMinor(amountMinor, currency)} ${currency}`).join(' and ')
  const stays =
    booked > 0
      ? `; ${countWords(booked)} ${booked === 1 ? 'is already booked and does not change' : 'are already booked and do not change'}`
      : ''
  return `marks ${countWords(fails)} ${fails === 1 ? 'payment' : 'payments'}${amounts && ` (${amounts})`} as failed with ${code}${stays}`
}
