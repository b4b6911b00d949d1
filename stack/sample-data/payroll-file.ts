/** The payroll file of one company and month, as its payroll program would export it. */
import { exponentOf } from '@/events/money'
import { sampleAccount } from './accounts'
import type { Corridor, SampleCompany } from './companies'
import { sampleName } from './names'
import { randomOf } from './random'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
/** Of a hundred people, how many leave after a month, and how many get a new account. */
const LEAVE_PERCENT = 1
const NEW_ACCOUNT_PERCENT = 0.5
const RAISE_MONTH = 3
/** From this month on, one person's account is one that the simulated bank calls closed: someone will ring up about it. */
const CLOSED_FROM_MONTH = 6
const CLOSED = { code: 'NLG', number: 20_000, name: 'Lucía García Romero', ending: '40004' }

/** The CSV of month `month` (0 is the first). The same people come back each month; a few leave, join, move or earn otherwise. */
export function samplePayrollFile(company: SampleCompany, month: number): string {
  const rows = company.corridors.flatMap((corridor, index) =>
    Array.from({ length: corridor.people + month }, (_, person) => row(company, corridor, (index + 1) * 10_000 + person, month)),
  )
  return [HEADER, ...rows.filter((each) => each !== null)].join('\n').concat('\n')
}

function row(company: SampleCompany, corridor: Corridor, number: number, month: number): string | null {
  const person = randomOf(`${company.code} ${number}`)
  const caller = company.code === CLOSED.code && number === CLOSED.number
  const name = caller ? CLOSED.name : sampleName(corridor.country, person)
  let account = sampleAccount(corridor.country, person, '')
  let share = 0.7 + person.next() * 0.9
  for (let each = 1; each <= month; each++) {
    const then = randomOf(`${company.code} ${number} ${each}`)
    if (!caller && then.next() * 100 < LEAVE_PERCENT) return null
    if (then.next() * 100 < NEW_ACCOUNT_PERCENT) account = sampleAccount(corridor.country, then)
    if (each === RAISE_MONTH) share *= 1 + then.next() * 0.04
    if (then.next() < 0.02) share *= 1.4
  }
  if (caller && month >= CLOSED_FROM_MONTH) account = sampleAccount(corridor.country, randomOf(CLOSED.name), CLOSED.ending)
  const fields = [number, name, corridor.country, account.account, account.bic, corridor.currency, amount(corridor, share)]
  return fields.map((field) => (/[",\n]/.test(String(field)) ? `"${String(field).replace(/"/g, '""')}"` : field)).join(',')
}

function amount({ currency, salary }: Corridor, share: number): string {
  return (salary * share).toFixed(exponentOf(currency))
}
