/** Companies and bank profiles as administrators see them, and what a company still needs to pay. */
import { BIC } from '@/iso20022/pain001-limits'
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'
import { holdsWords } from '../transaction/named'
import { PROFILE_VALUES } from './bank-profile-values'
import type { BankProfileValues } from './change'

/** Of every list here. */
export const PAGE_ROWS = 50

/** What a company needs before it can pay. */
export type Readiness = {
  hasAccount: boolean
  /** Of an open account, when the files of its bank have no room for it: then nothing can be paid from there. */
  uncarriedBic: string | null
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

/** Of `person`: prepares or approves runs. */
const COORDINATES = Prisma.sql`'coordinator' = ANY(person.roles) AND person.kind = 'person' AND person.activated_at IS NOT NULL AND person.deactivated_at IS NULL`
const OF_EVERY_COMPANY = Prisma.sql`NOT EXISTS (SELECT FROM user_company WHERE user_company.user_id = person.id)`

/** How many can approve the runs of `company`. Those of every company are counted once for all of a list. */
const APPROVERS = Prisma.sql`((SELECT count(*) FROM app_user person WHERE ${COORDINATES} AND ${OF_EVERY_COMPANY})
    + (SELECT count(*) FROM user_company JOIN app_user person ON person.id = user_company.user_id
      WHERE user_company.company_id = company.id AND ${COORDINATES}))::int`

const BICS = JSON.stringify(Object.fromEntries(Object.entries(BIC).map(([version, { source }]) => [version, source])))

/** Whether the files of `profile` have no room for the BIC. */
const isUncarried = (bic: Prisma.Sql): Prisma.Sql => Prisma.sql`${bic} !~ (${BICS}::jsonb ->> profile.pain_version)`

/** The version of the company's files, when they have no room for the BIC; null when all is well. */
export async function versionWithoutRoom(db: Ledger | Transaction, companyId: string, bic: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    SELECT profile.pain_version AS version FROM company JOIN bank_profile profile ON profile.id = company.bank_profile_id
    WHERE company.id = ${companyId}::uuid AND ${isUncarried(Prisma.sql`${bic}::text`)}`
  return row?.version ?? null
}

const READINESS = Prisma.sql`
  EXISTS (SELECT FROM debtor_account debtor WHERE debtor.company_id = company.id AND debtor.home AND debtor.closed_at IS NULL) AS "hasAccount",
  (SELECT min(bic) FROM debtor_account debtor WHERE debtor.company_id = company.id AND debtor.closed_at IS NULL AND ${isUncarried(Prisma.sql`debtor.bic`)})
    AS "uncarriedBic", ${APPROVERS} AS approvers, iso_utc(company.bank_tested_at) AS "bankTestedAt", has_paid(company.id) AS "hasApprovedRun"`

const COMPANY = Prisma.sql`company.id, company.code, company.name, company.country, profile.name AS "bankName", company.closed_at IS NOT NULL AS closed, ${READINESS}`

/** `find`: words that name, code or bank hold. `cursor`: the id of the last row of the page before. */
export type SetUpFilter = { find: string | null; cursor: string | null }
export type CompanyList = { companies: SetUpCompanyRow[]; total: number; nextCursor: string | null }

/** One page by name, closed ones last, and how many there are of them. */
export async function listSetUpCompanies(ledger: Ledger, { find, cursor }: SetUpFilter): Promise<CompanyList> {
  const from = Prisma.sql`company JOIN bank_profile profile ON profile.id = company.bank_profile_id`
  const found = holdsWords(Prisma.sql`company.name || ' ' || company.code || ' ' || profile.name`, find)
  const [rows, [counted]] = await Promise.all([
    ledger.$queryRaw<SetUpCompanyRow[]>`
      SELECT ${COMPANY} FROM ${from} WHERE ${found}
        AND (${cursor}::uuid IS NULL OR (company.closed_at IS NOT NULL, company.name, company.id)
          > (SELECT closed_at IS NOT NULL, name, id FROM company WHERE id = ${cursor}::uuid))
      ORDER BY company.closed_at IS NOT NULL, company.name, company.id LIMIT ${PAGE_ROWS + 1}`,
    ledger.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM ${from} WHERE ${found}`,
  ])
  const companies = rows.slice(0, PAGE_ROWS)
  return { companies, total: counted?.total ?? 0, nextCursor: rows.length > PAGE_ROWS ? (companies.at(-1)?.id ?? null) : null }
}

/** The first by name, open ones first, and whichever of `ids` are not among them: to choose from. */
export async function firstCompanies(
  ledger: Ledger,
  ids: readonly string[] = [],
): Promise<{ companies: { id: string; name: string }[]; total: number }> {
  const [companies, [counted]] = await Promise.all([
    ledger.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM company
      WHERE id = ANY(${[...ids]}::uuid[]) OR id IN (SELECT id FROM company ORDER BY closed_at IS NOT NULL, name, id LIMIT ${PAGE_ROWS})
      ORDER BY closed_at IS NOT NULL, name, id`,
    ledger.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM company`,
  ])
  return { companies, total: counted?.total ?? 0 }
}

/** Whether any run was ever approved. */
export async function hasPaidAnyone(ledger: Ledger): Promise<boolean> {
  const [row] = await ledger.$queryRaw<{ any: boolean }[]>`SELECT EXISTS (SELECT FROM payroll_run WHERE approved_by IS NOT NULL) AS any`
  return row?.any ?? false
}

/** Names of companies and bank profiles by their ids, of those that there are. */
export async function namesOf(ledger: Ledger, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ledger.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM company WHERE id = ANY(${[...ids]}::uuid[]) UNION ALL SELECT id, name FROM bank_profile WHERE id = ANY(${[...ids]}::uuid[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The companies whose runs nobody could approve any more without this person: whoever prepares one cannot, so it takes two. By name. */
export async function companiesThatNeed(ledger: Ledger, userId: string): Promise<string[]> {
  const rows = await ledger.$queryRaw<{ name: string }[]>`
    SELECT company.name FROM company WHERE company.closed_at IS NULL AND ${APPROVERS} <= 2
      AND EXISTS (SELECT FROM app_user person WHERE person.id = ${userId} AND ${COORDINATES}
        AND (${OF_EVERY_COMPANY} OR EXISTS (SELECT FROM user_company WHERE user_company.user_id = person.id AND user_company.company_id = company.id)))
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

/** `companies` are the first by name of `companyCount`. */
export type ProfileRow = {
  id: string
  version: number
  profile: BankProfileValues
  companies: { id: string; name: string }[]
  companyCount: number
}

const PROFILE = Prisma.sql`profile.id, profile.version, ${PROFILE_VALUES} AS profile,
  coalesce((SELECT json_agg(json_build_object('id', id, 'name', name) ORDER BY name) FROM (
    SELECT id, name FROM company WHERE company.bank_profile_id = profile.id ORDER BY name, id LIMIT ${PAGE_ROWS}) named), '[]') AS companies,
  (SELECT count(*)::int FROM company WHERE company.bank_profile_id = profile.id) AS "companyCount"`

/** By name. */
export function listBankProfiles(ledger: Ledger): Promise<ProfileRow[]> {
  return ledger.$queryRaw`SELECT ${PROFILE} FROM bank_profile profile ORDER BY profile.name`
}

/** Null when there is none of this id. */
export async function readBankProfile(ledger: Ledger, id: string): Promise<ProfileRow | null> {
  const [row] = await ledger.$queryRaw<ProfileRow[]>`SELECT ${PROFILE} FROM bank_profile profile WHERE profile.id = ${id}::uuid`
  return row ?? null
}

/** Whether anyone was ever paid through this bank: then a change of it takes two administrators. */
export async function isPaidThrough(db: Ledger | Transaction, profileId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ paid: boolean }[]>`
    SELECT EXISTS (SELECT FROM company WHERE bank_profile_id = ${profileId}::uuid AND has_paid(company.id)) AS paid`
  return row?.paid ?? false
}

/** Whether any company is set up yet. */
export async function hasCompany(ledger: Ledger): Promise<boolean> {
  const [row] = await ledger.$queryRaw<{ any: boolean }[]>`SELECT EXISTS (SELECT FROM company) AS any`
  return row?.any ?? false
}
