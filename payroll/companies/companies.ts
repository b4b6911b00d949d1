/** The companies a person may see, with the accounts that pay and the bank's hours. */
import type { Ledger } from '@/prisma/connect'
import type { Viewer } from '../transaction/viewer'

export type CompanyRow = {
  id: string
  code: string
  name: string
  country: string
  /** It pays nobody any more. */
  closed: boolean
  debtorAccounts: { currency: string; last4: string; bic: string; home: boolean }[]
  bank: { name: string; cutOff: string; timeZone: string }
}

/** The companies this person works for, by name, closed ones too, each with its open paying accounts (masked) and the terms of its bank. */
export async function listCompanies(ledger: Ledger, viewer: Viewer): Promise<CompanyRow[]> {
  const companies = await ledger.company.findMany({
    where: viewer.companies === null ? {} : { id: { in: [...viewer.companies] } },
    include: { debtorAccounts: { where: { closedAt: null }, orderBy: { currency: 'asc' } }, bankProfile: true },
    orderBy: { name: 'asc' },
  })
  return companies.map(({ id, code, name, country, closedAt, debtorAccounts, bankProfile }) => ({
    id,
    code,
    name,
    country,
    closed: closedAt !== null,
    debtorAccounts: debtorAccounts.map(({ currency, account, bic, home }) => ({ currency, last4: account.slice(-4), bic, home })),
    bank: { name: bankProfile.name, cutOff: bankProfile.cutOff.toISOString().slice(11, 16), timeZone: bankProfile.timeZone },
  }))
}

/** What companies of these codes are called, as far as this person works for them. */
export async function companyNames(ledger: Ledger, viewer: Viewer, codes: readonly string[]): Promise<Map<string, string>> {
  const where = { code: { in: [...codes] }, ...(viewer.companies !== null && { id: { in: [...viewer.companies] } }) }
  const found = await ledger.company.findMany({ where, select: { code: true, name: true } })
  return new Map(found.map(({ code, name }) => [code, name]))
}
