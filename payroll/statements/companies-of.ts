/** Of which companies a bank's file speaks, for a person who brings one: who works for some companies may bring what is of theirs alone. */
import type { BankDocument } from '@/iso20022/report-types'
import type { Transaction } from '@/prisma/connect'
import { namedCompanies } from './file-under'
import { identityOf } from './message-identity'

/** `unfiled`: something in it is of no known company, or cannot be read. */
export type CompaniesOf = { companyIds: string[]; unfiled: boolean }

/**
 * By the accounts in it and the payments it answers for, by the runs it concerns, and by earlier messages of the same identity, whose files its outcome
 * names. Call it in the transaction that has applied the file, to be undone or not.
 */
export async function companiesOf(tx: Transaction, documents: readonly BankDocument[], runIds: readonly string[]): Promise<CompaniesOf> {
  const companies = new Set<string | null>(await companiesOfRuns(tx, runIds))
  for (const { report } of documents) {
    if (report.kind === 'unreadable') companies.add(null)
    else for (const id of [...(await namedCompanies(tx, report)), ...(await companiesOfEarlier(tx, identityOf(report)))]) companies.add(id)
  }
  return { companyIds: [...companies].filter((id) => id !== null).sort(), unfiled: companies.has(null) || companies.size === 0 }
}

async function companiesOfRuns(tx: Transaction, runIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<
    { id: string }[]
  >`SELECT DISTINCT company_id AS id FROM payroll_run WHERE id = ANY(${[...runIds]}::uuid[])`
  return rows.map(({ id }) => id)
}

async function companiesOfEarlier(tx: Transaction, identity: string): Promise<(string | null)[]> {
  const rows = await tx.$queryRaw<{ id: string | null }[]>`
    SELECT DISTINCT k.company_id AS id FROM bank_message m LEFT JOIN bank_message_company k ON k.bank_message_id = m.id AND NOT m.unfiled
    WHERE m.direction = 'in' AND m.identity = ${identity}`
  return rows.map(({ id }) => id)
}

/** Whether who works for these companies, or for all when null, may bring, see and decide the file. */
export const isOf = ({ companyIds, unfiled }: CompaniesOf, companies: readonly string[] | null): boolean =>
  companies === null || (!unfiled && companyIds.every((id) => companies.includes(id)))
