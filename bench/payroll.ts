/** Payroll files of people who are in no other one, and their way in through the API. */
import { nextPayDate } from '@/accounts/pay-date'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { sampleName } from '@/stack/sample-data/names'
import { randomOf } from '@/stack/sample-data/random'
import type { Api } from './api'

/** A day on which banks pay, after every cut-off: the door asks. */
export const PAY_DATE = nextPayDate({
  payDate: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
  ...{ currencies: ['EUR'], bank: { cutOff: '12:00', timeZone: 'Europe/Berlin', closedDays: [] }, at: new Date() },
})
/** Half of them at home, as in most companies. */
const COUNTRIES = ['DE', 'DE', 'DE', 'ES', 'ES', 'PL']
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

/** The same of people with names, countries and amounts as payrolls have them. */
export function mixedPayrollFile(round: number, lines: number): string {
  const random = randomOf(`bench ${Date.now()} ${round} ${lines}`)
  // People are known by their numbers.
  const series = random.digits(8)
  const rows = Array.from({ length: lines }, (_, index) => {
    const country = random.pick(COUNTRIES)
    const name = `${sampleName(country, random)}-${sampleName(country, random).split(' ').at(-1)}`
    const currency = country === 'PL' ? 'PLN' : 'EUR'
    // Most are simply paid; some the simulated bank answers in its own ways.
    const { account } = sampleAccount(country, random, random.next() < 0.95 ? '88888' : '')
    return `${series}-${index + 1},${name},${country},${account},,${currency},${random.between(900, 7000)}.${random.digits(2)}`
  })
  return [HEADER, ...rows].join('\n')
}

/** A month of its own for each round: people of one month are not paid twice without a reason. */
export function monthOf(year: number, round: number): string {
  return `${year}-${String(((round - 1) % 12) + 1).padStart(2, '0')}`
}

/** Imports the file as a draft of that company, and returns the run's id. HWA's bank books everything of a file as one line, NLG's each payment. */
export async function uploadPayroll(api: Api, csv: string, period: string, code = 'HWA'): Promise<string> {
  const { body } = await api('/api/companies')
  const company = (body.companies as { id: string; code: string }[]).find((each) => each.code === code)
  const form = new FormData()
  form.set('company', company?.id ?? '')
  form.set('period', period)
  form.set('payDate', PAY_DATE)
  form.set('file', new File([csv], 'bench.csv', { type: 'text/csv' }))
  return (await api('/api/payroll-runs', { method: 'POST', body: form })).body.id as string
}
