/** Why a change cannot be made, whoever confirms it. Judged when it is proposed, and again when it is confirmed. */
import type { Transaction } from '@/prisma/connect'
import type { Rejection } from '../transaction/rejections'
import type { SetUpChange } from './change'
import { versionWithoutRoom } from './companies'

/** Null when it can be made. Whatever it is about is locked until the transaction ends. */
export async function judgeChange(tx: Transaction, change: SetUpChange): Promise<Rejection | null> {
  switch (change.kind) {
    case 'account-open':
    case 'account-close':
    case 'account-home':
    case 'company-bank':
    case 'company-reopening':
    case 'approval-limit':
      return judgeOfCompany(tx, change)
    case 'bank-profile':
      return judgeProfile(tx, change)
    case 'invitation':
      return (await personOf(tx, { email: change.email })) === null
        ? unknownCompany(tx, change.companies)
        : { code: 'field', field: 'email', reason: 'Someone with this e-mail address is already there.' }
    case 'service':
      return (await judgeService(tx, change, null)) ?? unknownCompany(tx, change.companies)
    default:
      return judgeOfPerson(tx, change)
  }
}

type OfCompany = Extract<SetUpChange, { companyId: string }>

async function judgeOfCompany(tx: Transaction, change: OfCompany): Promise<Rejection | null> {
  const [company] = await tx.$queryRaw<{ closed: boolean }[]>`
    SELECT closed_at IS NOT NULL AS closed FROM company WHERE id = ${change.companyId}::uuid FOR UPDATE`
  if (!company) return { code: 'not-found', what: 'company' }
  if (change.kind === 'company-reopening') return company.closed ? null : { code: 'unsuited', because: 'This company is open.' }
  if (company.closed) return { code: 'unsuited', because: 'This company is closed. Reopen it first.' }
  if (change.kind === 'approval-limit') return judgeLimit(tx, change)
  if (change.kind === 'company-bank') {
    const [profile] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM bank_profile WHERE id = ${change.bankProfileId}::uuid`
    if (!profile) return { code: 'not-found', what: 'bank-profile' }
  }
  if (change.kind === 'account-open') {
    const [same] = await tx.$queryRaw<object[]>`
      SELECT id FROM debtor_account WHERE company_id = ${change.companyId}::uuid AND currency = ${change.currency} AND account = ${change.account}
        AND bic = ${change.bic} AND closed_at IS NULL`
    if (same) return { code: 'field', field: 'account', reason: 'This account is already there.' }
    const version = await versionWithoutRoom(tx, change.companyId, change.bic)
    if (version) return { code: 'field', field: 'bic', reason: uncarriedWords(version) }
  }
  if (change.kind === 'account-close' || change.kind === 'account-home') {
    const refused = await judgeAccount(tx, change)
    if (refused) return refused
  }
  return aboutToBePaid(tx, { companyId: change.companyId })
}

const uncarriedWords = (version: string): string =>
  `This company’s bank is sent files of the format ${version}, which have no room for such a BIC. Change the format under Banks first, if the bank takes a newer one.`

/** The limit is of the account that everything is weighed in. */
async function judgeLimit(
  tx: Transaction,
  { companyId, currency }: Extract<SetUpChange, { kind: 'approval-limit' }>,
): Promise<Rejection | null> {
  const [home] = await tx.$queryRaw<{ currency: string }[]>`
    SELECT currency FROM debtor_account WHERE company_id = ${companyId}::uuid AND home AND closed_at IS NULL`
  if (home?.currency === currency) return null
  return {
    code: 'field',
    field: 'codeAbove',
    reason: home ? `Give the limit in ${home.currency}.` : 'Enter the account to pay from first.',
  }
}

async function judgeAccount(
  tx: Transaction,
  { kind, companyId, accountId }: { kind: string; companyId: string; accountId: string },
): Promise<Rejection | null> {
  const [account] = await tx.$queryRaw<{ home: boolean }[]>`
    SELECT home FROM debtor_account WHERE id = ${accountId}::uuid AND company_id = ${companyId}::uuid AND closed_at IS NULL`
  if (!account) return { code: 'not-found', what: 'account' }
  if (!account.home) return null
  return kind === 'account-close'
    ? {
        code: 'unsuited',
        because: 'This is the home account: it pays whatever has no account in its own currency. Make another one the home account first.',
      }
    : { code: 'unsuited', because: 'It is the home account already.' }
}

async function judgeProfile(
  tx: Transaction,
  { profileId, profile }: Extract<SetUpChange, { kind: 'bank-profile' }>,
): Promise<Rejection | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM bank_profile WHERE id = ${profileId}::uuid FOR UPDATE`
  if (!found) return { code: 'not-found', what: 'bank-profile' }
  const [other] = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM bank_profile WHERE name = ${profile.name} AND id <> ${profileId}::uuid`
  if (other) return { code: 'field', field: 'name', reason: 'Another bank profile has this name.' }
  return aboutToBePaid(tx, { profileId })
}

/** What was approved is paid as it was shown: nothing beneath it changes until it has gone to the bank. */
async function aboutToBePaid(
  tx: Transaction,
  { companyId, profileId }: { companyId?: string; profileId?: string },
): Promise<Rejection | null> {
  const [run] = await tx.$queryRaw<{ reference: string }[]>`
    SELECT run.reference FROM payroll_run run JOIN company ON company.id = run.company_id
    WHERE run.status = 'approved' AND (company.id = ${companyId ?? null}::uuid OR company.bank_profile_id = ${profileId ?? null}::uuid) ORDER BY run.reference LIMIT 1`
  return run
    ? {
        code: 'unsuited',
        because: `Run ${run.reference} is approved and about to be paid. Wait until it has gone to the bank, or recall it.`,
      }
    : null
}

type OfPerson = Extract<SetUpChange, { userId: string }>

async function judgeOfPerson(tx: Transaction, change: OfPerson): Promise<Rejection | null> {
  const person = await personOf(tx, { id: change.userId })
  if (!person) return { code: 'not-found', what: 'person' }
  if (change.kind === 'reactivation') return person.deactivated ? null : { code: 'unsuited', because: `This ${person.kind} is active.` }
  if (person.deactivated)
    return {
      code: 'unsuited',
      because: `This ${person.kind} is deactivated. Reactivate ${person.kind === 'service' ? 'it' : 'them'} first.`,
    }
  if (change.kind === 'reset')
    return person.kind === 'service' ? { code: 'unsuited', because: 'A service has no password. Make it another key.' } : null
  const refused = person.kind === 'service' ? await judgeService(tx, change, change.userId) : null
  if (refused) return refused
  if (person.roles.includes('admin') && !change.roles.includes('admin') && (await isLastAdmin(tx, change.userId))) return LAST_ADMIN
  return unknownCompany(tx, change.companies)
}

/** Its name is how people know it, and no one else’s; it sets nothing up. */
async function judgeService(
  tx: Transaction,
  { name, roles }: { name: string; roles: readonly string[] },
  own: string | null,
): Promise<Rejection | null> {
  if (roles.includes('admin')) return { code: 'field', field: 'roles', reason: 'A service cannot be an administrator.' }
  const [other] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM app_user WHERE kind = 'service' AND lower(name) = lower(${name}) AND id IS DISTINCT FROM ${own}`
  return other ? { code: 'field', field: 'name', reason: 'Another service has this name.' } : null
}

export const LAST_ADMIN: Rejection = {
  code: 'unsuited',
  because: 'This is the only administrator. Make someone else an administrator first.',
}

/** Whether nobody else could administer any more. */
export async function isLastAdmin(tx: Transaction, userId: string): Promise<boolean> {
  // Of two who give up at once one waits, and finds the other gone.
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM app_user WHERE 'admin' = ANY(roles) AND activated_at IS NOT NULL AND deactivated_at IS NULL ORDER BY id FOR UPDATE`
  return others.every(({ id }) => id === userId)
}

type Person = { id: string; kind: 'person' | 'service'; roles: string[]; activated: boolean; deactivated: boolean }

async function personOf(tx: Transaction, { id, email }: { id?: string; email?: string }): Promise<Person | null> {
  const [person] = await tx.$queryRaw<Person[]>`
    SELECT id, kind, roles, activated_at IS NOT NULL AS activated, deactivated_at IS NOT NULL AS deactivated FROM app_user
    WHERE id = ${id ?? null} OR lower(email) = lower(${email ?? null}) FOR UPDATE`
  return person ?? null
}

async function unknownCompany(tx: Transaction, companies: readonly string[]): Promise<Rejection | null> {
  const [row] = await tx.$queryRaw<
    { known: number }[]
  >`SELECT count(*)::int AS known FROM company WHERE id = ANY(${[...companies]}::uuid[])`
  return row?.known === new Set(companies).size ? null : { code: 'not-found', what: 'company' }
}
