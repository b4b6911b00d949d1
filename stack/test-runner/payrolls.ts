/** Payroll files of the same people over and over, drafted, submitted and approved through the commands, for tests of who is paid again. */
import { createHash } from 'node:crypto'
import { createCompany } from '@/payroll/companies/create-company'
import { approveRun } from '@/payroll/runs/approve-run'
import { createDraft } from '@/payroll/runs/create-draft'
import { type Acceptance, type Repetition, repetitionSentences } from '@/payroll/runs/repetition'
import type { RunKind } from '@/payroll/runs/run-kind'
import { submitRun } from '@/payroll/runs/submit-run'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import { readPayrollBytes } from '@/payroll-files/read-bytes'
import { sampleAccount } from '../sample-data/accounts'
import { randomOf } from '../sample-data/random'
import { ACCOUNT_HASH_KEY, APPROVER, callOf, done, PAY_DATE, PREPARER } from './ledger'

const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'

export const person = (n: number) => ({
  number: String(1000 + n),
  name: `Jürgen Groß ${n}`,
  account: sampleAccount('DE', randomOf(`person ${n}`), '88888').account,
  amount: `${2000 + n}.00`,
})
export type Person = ReturnType<typeof person>
export const PEOPLE = Array.from({ length: 20 }, (_, n) => person(n))
export const csvOf = (people: readonly Person[]): string =>
  `${[HEADER, ...people.map(({ number, name, account, amount }) => `${number},${name},DE,${account},,EUR,${amount}`)].join('\n')}\n`

let companies = 0

export function newEmployer(ledger: Ledger): Promise<string> {
  companies += 1
  return createCompany(ledger, {
    code: `HW${companies}`,
    name: `Employer ${companies}`,
    country: 'DE',
    bank: { name: `Bank ${companies}`, cutOff: '16:30', timeZone: 'Europe/Berlin', batchBooking: false },
    accounts: [{ currency: 'EUR', account: 'DE02120300000000202051', bic: 'BYLADEM1001', home: true }],
  })
}

type Options = { period?: string; payDate?: string; kind?: RunKind; acceptance?: Acceptance; call?: ReturnType<typeof callOf> }

/** Ways to bring a file of the company into a state; `of` says whose ledger and which company, when it is asked. */
export function payrolls(of: () => { ledger: Ledger; companyId: string }) {
  const draft = async (
    csv: string,
    { period = '2026-12', payDate = PAY_DATE, kind, acceptance, call = callOf(PREPARER) }: Options = {},
  ) => {
    const { ledger, companyId } = of()
    const read = await readPayrollBytes(Buffer.from(csv))
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const sourceHash = createHash('sha256').update(csv).digest('hex')
    const file = { companyId, period, payDate, sourceName: 'pay.csv', sourceHash, lines: read.lines, kind, acceptance }
    return createDraft(ledger, call, file, ACCOUNT_HASH_KEY)
  }
  const submitted = async (csv: string, options: Options = {}) => {
    const { id } = done(await draft(csv, options))
    const { seal } = done(await submitRun(of().ledger, callOf(PREPARER), id, 1, options.acceptance))
    return { id, seal: seal ?? '' }
  }
  const paid = async (csv: string, options: Options = {}) => {
    const run = await submitted(csv, options)
    done(await approveRun(of().ledger, callOf(APPROVER), run.id, 2, run.seal, options.acceptance))
    return run
  }
  return { draft, submitted, paid }
}

/** What a draft that must be refused as repeated was refused for. */
export async function repetitionOf(asked: ReturnType<typeof createDraft>): Promise<Repetition> {
  const { result } = await asked
  if (result.ok || result.rejection.code !== 'repeated') throw new Error(`not refused as repeated: ${JSON.stringify(result)}`)
  return result.rejection.repetition
}

export const sentencesOf = async (asked: ReturnType<typeof createDraft>): Promise<string> =>
  repetitionSentences(await repetitionOf(asked)).join(' ')
