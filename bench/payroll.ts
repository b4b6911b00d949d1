/** Payroll files of people who are in no other one, and their way in through the API. */
import { nextPayDate } from '@/accounts/pay-date'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { randomOf } from '@/stack/sample-data/random'
import type { Api } from './api'

/** A day on which banks pay, after every cut-off: the door asks. */
const PAY_DATE = nextPayDate({
  payDate: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  ...{ currencies: ['EUR'], bank: { cutOff: '12:00', timeZone: 'Europe/Berlin' }, at: new Date() },
})
const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'

/** A CSV of so many lines. The same people never come twice. */
export function payrollFile(round: number, lines: number): string {
  const random = randomOf(`bench ${Date.now()} ${round} ${lines}`)
  const rows = Array.from(
    { length: lines },
    (_, index) => `${index + 1},Jürgen Groß ${index},DE,${sampleAccount('DE', random, '88888').account},,EUR,${1000 + (index % 3000)}.00`,
  )
  return [HEADER, ...rows].join('\n')
}

/** A month of its own for each round: people of one month are not paid twice without a reason. */
export function monthOf(year: number, round: number): string {
  return `${year}-${String(((round - 1) % 12) + 1).padStart(2, '0')}`
}

/** Imports the file as a draft of the first company, and returns the run's id. */
export async function uploadPayroll(api: Api, csv: string, period: string): Promise<string> {
  const { body } = await api('/api/companies')
  const [company] = body.companies as { id: string }[]
  const form = new FormData()
  form.set('company', company?.id ?? '')
  form.set('period', period)
  form.set('payDate', PAY_DATE)
  form.set('file', new File([csv], 'bench.csv', { type: 'text/csv' }))
  return (await api('/api/payroll-runs', { method: 'POST', body: form })).body.id as string
}
