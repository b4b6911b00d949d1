/** What the ledger says for the pack of a close, as one text: the pack is a function of it and of the events. */
import { Prisma, type Transaction } from '@/prisma/connect'
import type { CommandContext } from '../transaction/execute'
import type { Item } from './checklist'
import { EXCEPTION_DAY, inMonth } from './ledger-facts'
import { listPostingAccounts, type PostingAccounts } from './posting-accounts'

export type ToldCompany = { id: string; code: string; name: string; timeZone: string; posting: PostingAccounts; accounts: ToldAccount[] }
/** An account that pays; the ledger keeps no balances of bank statements. */
export type ToldAccount = { currency: string; last4: string; home: boolean; opening: null; closing: null }
export type ToldException = {
  reference: string
  problem: string
  company: string | null
  amountMinor: string | null
  currency: string | null
  state: string
  resolution: string | null
  reason: string | null
  proposedBy: string | null
  confirmedBy: string | null
}
/** A run, file or exception that was in the way, and why it was none. */
export type ToldExplanation = { item: string; name: string; found: string; reason: string; by: string; at: string }

export type Told = {
  format: 1
  closeId: string
  month: string
  round: number
  era: number
  position: string
  coveredUntil: string
  preparedBy: { id: string; name: string }
  preparedAt: string
  checklist: { key: string; state: string; sentence: string }[]
  companies: ToldCompany[]
  exceptions: ToldException[]
  explanations: ToldExplanation[]
}

const EXCEPTIONS_MAX = 100_000
type About = Pick<Told, 'closeId' | 'month' | 'round' | 'era' | 'position' | 'coveredUntil'>

/** Asked within the transaction that prepares the close. */
export async function tell(tx: Transaction, call: CommandContext, about: About, items: readonly Item[]): Promise<string> {
  const told: Told = {
    format: 1,
    ...about,
    preparedBy: { id: call.actor.id, name: call.actor.name },
    preparedAt: call.now.toISOString(),
    checklist: items.map(({ key, state, sentence }) => ({ key, state, sentence })),
    companies: await companiesOf(tx),
    exceptions: await exceptionsOf(tx, about.month),
    explanations: items.flatMap(({ key, subjects }) =>
      subjects.flatMap(({ name, found, explanation }) => (explanation ? [{ item: key, name, found, ...explanation }] : [])),
    ),
  }
  return JSON.stringify(told, null, 1)
}

async function companiesOf(tx: Transaction): Promise<ToldCompany[]> {
  const posting = new Map(
    (await listPostingAccounts(tx)).map(({ companyId, wages, bank, fees, consultant, client }) => [
      companyId,
      { wages, bank, fees, consultant, client },
    ]),
  )
  const rows = await tx.$queryRaw<{ id: string; code: string; name: string; timeZone: string; accounts: unknown }[]>`
    SELECT company.id, company.code, company.name, bank.time_zone AS "timeZone",
      coalesce((SELECT json_agg(json_build_object('currency', account.currency, 'last4', right(account.account, 4), 'home', account.home, 'opening', NULL,
        'closing', NULL) ORDER BY account.currency, account.id) FROM debtor_account account WHERE account.company_id = company.id), '[]') AS accounts
    FROM company JOIN bank_profile bank ON bank.id = company.bank_profile_id ORDER BY company.code`
  return rows.map(({ accounts, ...row }) => ({
    ...row,
    posting: posting.get(row.id) as PostingAccounts,
    accounts: accounts as ToldAccount[],
  }))
}

function exceptionsOf(tx: Transaction, month: string): Promise<ToldException[]> {
  const nameOf = (id: Prisma.Sql) => Prisma.sql`coalesce((SELECT name FROM app_user WHERE app_user.id = ${id}), ${id})`
  return tx.$queryRaw<ToldException[]>`
    SELECT finding.reference, finding.problem, company.code AS company, finding.amount_minor::text AS "amountMinor", finding.currency, finding.state,
      finding.resolution, finding.reason, ${nameOf(Prisma.sql`finding.proposed_by`)} AS "proposedBy", ${nameOf(Prisma.sql`finding.confirmed_by`)} AS "confirmedBy"
    FROM bank_finding finding LEFT JOIN bank_claim claim ON claim.key = finding.claim_key LEFT JOIN payroll_run run ON run.id = finding.run_id
    LEFT JOIN company ON company.id = finding.company_id
    WHERE ${inMonth(month, EXCEPTION_DAY)} ORDER BY finding.created_at, finding.id LIMIT ${EXCEPTIONS_MAX}`
}
