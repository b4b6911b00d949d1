/** The payroll file of one company and month, as its payroll program would export it. */
import { stringify } from 'csv-stringify/sync'
import { exponentOf } from '@/events/money'
import { sampleAccount } from './accounts'
import type { Corridor, SampleCompany } from './companies'
import { sampleName } from './names'
import { randomOf } from './random'

const HEADER = ['employee_number', 'employee_name', 'country', 'account', 'bic', 'currency', 'amount']
/** Of a hundred people, how many leave after a month, and how many get a new account. */
const LEAVE_PERCENT = 1
const NEW_ACCOUNT_PERCENT = 0.5
const RAISE_MONTH = 3
/** People whose newest account the simulated bank answers in a way of its own: somebody will ring up about the first, and must look at the others. */
const ODD_FROM_MONTH = 6
const ODD_PEOPLE: readonly { code: string; number: number; name: string; ending: string; from?: number }[] = [
  { code: 'NLG', number: 20_000, name: 'Lucía García Romero', ending: '40004' },
  { code: 'NLG', number: 10_012, name: 'Annegret Möller', ending: '40002' },
  { code: 'NLG', number: 10_027, name: 'Jürgen Weiß', ending: '40007' },
  { code: 'NLG', number: 20_031, name: 'Íñigo Muñoz Vidal', ending: '40043' },
  { code: 'NLG', number: 10_044, name: 'Svenja Albers', ending: '40009' },
  { code: 'PFB', number: 10_007, name: 'Femke de Wit', ending: '40009', from: 5 },
]

/** The CSV of month `month` (0 is the first). The same people come back each month; a few leave, join, move or earn otherwise. */
export function samplePayrollFile(company: SampleCompany, month: number): string {
  const rows = company.corridors.flatMap((corridor, index) =>
    Array.from({ length: corridor.people + month }, (_, person) => row(company, corridor, (index + 1) * 10_000 + person, month)),
  )
  return stringify([HEADER, ...rows.filter((each) => each !== null)])
}

function row(company: SampleCompany, corridor: Corridor, number: number, month: number): (string | number)[] | null {
  const person = randomOf(`${company.code} ${number}`)
  const odd = ODD_PEOPLE.find((each) => each.code === company.code && each.number === number)
  const name = odd?.name ?? sampleName(corridor.country, person)
  let account = sampleAccount(corridor.country, person, '')
  let share = 0.7 + person.next() * 0.9
  for (let each = 1; each <= month; each++) {
    const then = randomOf(`${company.code} ${number} ${each}`)
    if (!odd && then.next() * 100 < LEAVE_PERCENT) return null
    if (then.next() * 100 < NEW_ACCOUNT_PERCENT) account = sampleAccount(corridor.country, then)
    if (each === RAISE_MONTH) share *= 1 + then.next() * 0.04
    if (then.next() < 0.02) share *= 1.4
  }
  if (odd && month >= (odd.from ?? ODD_FROM_MONTH)) account = sampleAccount(corridor.country, randomOf(odd.name), odd.ending)
  return [number, name, corridor.country, account.account, account.bic, corridor.currency, amount(corridor, share)]
}

function amount({ currency, salary }: Corridor, share: number): string {
  return (salary * share).toFixed(exponentOf(currency))
}
