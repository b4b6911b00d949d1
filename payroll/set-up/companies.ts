/** Companies and bank profiles as administrators see them, and what a company still needs to pay. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { PROFILE_VALUES } from './bank-profile-values'
import type { BankProfileValues } from './change'

/** What a company needs before it can pay. */
export type Readiness = {
  hasAccount: boolean
  /** Who may prepare or approve its runs; two are needed. */
  approvers: number
  bankTestedAt: string | null
  hasApprovedRun: boolean
}
export type SetUpCompanyRow = { id: string; code: string; name: string; country: string; bankName: string; closed: boolean } & Readiness

export type AccountRow = {
  id: string
  currency: string
  account: string
  bic: string
  home: boolean
  openedAt: string
  closedAt: string | null
}
export type SetUpCompany = SetUpCompanyRow & {
  version: number
  bankProfileId: string
  street: string | null
  buildingNumber: string | null
  postCode: string | null
  town: string | null
  closedAt: string | null
  /** In the home account's currency; null: nobody is asked for a code. */
  codeAboveMinor: string | null
  accounts: AccountRow[]
}

/** Of `person` and `company`: who can approve its runs. */
const APPROVES = Prisma.sql`'coordinator' = ANY(person.roles) AND person.kind = 'person' AND person.activated_at IS NOT NULL AND person.deactivated_at IS NULL
    AND (NOT EXISTS (SELECT FROM user_company WHERE user_company.user_id = person.id)
      OR EXISTS (SELECT FROM user_company WHERE user_company.user_id = person.id AND user_company.company_id = company.id))`

const READINESS = Prisma.sql`
  EXISTS (SELECT FROM debtor_account debtor WHERE debtor.company_id = company.id AND debtor.home AND debtor.closed_at IS NULL) AS "hasAccount",
  (SELECT count(*)::int FROM app_user person WHERE ${APPROVES}) AS approvers,
  iso_utc(company.bank_tested_at) AS "bankTestedAt", has_paid(company.id) AS "hasApprovedRun"`

const COMPANY = Prisma.sql`company.id, company.code, company.name, company.country, profile.name AS "bankName", company.closed_at IS NOT NULL AS closed, ${READINESS}`

/** By name, closed ones last. */
export function listSetUpCompanies(ledger: Ledger): Promise<SetUpCompanyRow[]> {
  return ledger.$queryRaw`
    SELECT ${COMPANY} FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id
    ORDER BY company.closed_at IS NOT NULL, company.name, company.code`
}

/** The companies whose runs nobody could approve any more without this person: whoever prepares one cannot, so it takes two. By name. */
export async function companiesThatNeed(ledger: Ledger, userId: string): Promise<string[]> {
  const rows = await ledger.$queryRaw<{ name: string }[]>`
    SELECT company.name FROM company WHERE company.closed_at IS NULL
      AND EXISTS (SELECT FROM app_user person WHERE person.id = ${userId} AND ${APPROVES})
      AND (SELECT count(*) FROM app_user person WHERE person.id <> ${userId} AND ${APPROVES}) < 2
    ORDER BY company.name`
  return rows.map(({ name }) => name)
}

/** With its accounts, open ones first; null when there is none of this id. */
export async function readSetUpCompany(ledger: Ledger, id: string): Promise<SetUpCompany | null> {
  const [row] = await ledger.$queryRaw<SetUpCompany[]>`
    SELECT ${COMPANY}, company.version, company.bank_profile_id AS "bankProfileId", company.street, company.building_number AS "buildingNumber",
      company.post_code AS "postCode", company.town, iso_utc(company.closed_at) AS "closedAt", company.code_above_minor::text AS "codeAboveMinor",
      coalesce((SELECT json_agg(json_build_object('id', id, 'currency', currency, 'account', account, 'bic', bic, 'home', home, 'openedAt', iso_utc(opened_at),
        'closedAt', iso_utc(closed_at)) ORDER BY closed_at IS NOT NULL, NOT home, currency, closed_at DESC)
        FROM debtor_account WHERE company_id = company.id), '[]') AS accounts
    FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id WHERE company.id = ${id}::uuid`
  return row ?? null
}

export type ProfileRow = { id: string; version: number; profile: BankProfileValues; companies: { id: string; name: string }[] }

const PROFILE = Prisma.sql`profile.id, profile.version, ${PROFILE_VALUES} AS profile,
  coalesce((SELECT json_agg(json_build_object('id', company.id, 'name', company.name) ORDER BY company.name) FROM company
    WHERE company.bank_profile_id = profile.id), '[]') AS companies`

/** By name. */
export function listBankProfiles(ledger: Ledger): Promise<ProfileRow[]> {
  return ledger.$queryRaw`SELECT ${PROFILE} FROM bank_profile profile ORDER BY profile.name`
}

/** Null when there is none of this id. */
export async function readBankProfile(ledger: Ledger, id: string): Promise<ProfileRow | null> {
  const [row] = await ledger.$queryRaw<ProfileRow[]>`SELECT ${PROFILE} FROM bank_profile profile WHERE profile.id = ${id}::uuid`
  return row ?? null
}

/** Whether any company is set up yet. */
export async function hasCompany(ledger: Ledger): Promise<boolean> {
  const [row] = await ledger.$queryRaw<{ any: boolean }[]>`SELECT EXISTS (SELECT FROM company) AS any`
  return row?.any ?? false
}
