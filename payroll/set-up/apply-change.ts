/** Makes a change, within the transaction of the one administrator who may make it alone, or of the second who confirms it. */
import { randomUUID } from 'node:crypto'
import type { Transaction } from '@/prisma/connect'
import { PROFILE_COLUMNS, profileRow } from './bank-profile-values'
import type { Access, BankProfileValues, SetUpChange } from './change'
import { makeLink } from './sign-in-links'

/** Who makes it, when, and whether links are sent by mail. */
export type By = { userId: string; now: Date; byMail: boolean }

export type Applied = {
  /** The person it is about, where it is about one. */
  userId?: string
  /** A link by which they choose a password. */
  linkId?: string
}

/** The change has been judged. @throws when the database says that it takes two. */
export async function applyChange(tx: Transaction, change: SetUpChange, by: By): Promise<Applied> {
  switch (change.kind) {
    case 'account-open':
      await openAccount(tx, change, by.now)
      return {}
    case 'account-close':
      await tx.$executeRaw`UPDATE debtor_account SET closed_at = ${by.now} WHERE id = ${change.accountId}::uuid`
      return {}
    case 'account-home':
      await makeHome(tx, change.companyId, change.accountId)
      return {}
    case 'company-bank':
      await tx.$executeRaw`
        UPDATE company SET bank_profile_id = ${change.bankProfileId}::uuid, bank_tested_at = NULL, bank_tested_by = NULL, version = version + 1
        WHERE id = ${change.companyId}::uuid`
      return {}
    case 'company-reopening':
      await tx.$executeRaw`UPDATE company SET closed_at = NULL, version = version + 1 WHERE id = ${change.companyId}::uuid`
      return {}
    case 'approval-limit':
      await tx.$executeRaw`
        UPDATE company SET code_above_minor = ${change.codeAboveMinor}::bigint, version = version + 1 WHERE id = ${change.companyId}::uuid`
      return {}
    case 'bank-profile':
      await writeProfile(tx, change.profileId, change.profile)
      return {}
    case 'invitation': {
      const userId = await insertPerson(tx, change)
      return { userId, linkId: await makeLink(tx, { purpose: 'invitation', userId, madeBy: by.userId, now: by.now, byMail: by.byMail }) }
    }
    case 'service':
      return { userId: await insertService(tx, change, by.now) }
    case 'access':
      await writeAccess(tx, change.userId, change)
      return { userId: change.userId }
    case 'reactivation':
      await tx.$executeRaw`UPDATE app_user SET deactivated_at = NULL, version = version + 1 WHERE id = ${change.userId}`
      return { userId: change.userId }
    case 'reset':
      return { userId: change.userId, linkId: await anotherLink(tx, change.userId, by) }
  }
}

/** Whoever has not accepted their invitation is invited again. */
async function anotherLink(tx: Transaction, userId: string, by: By): Promise<string> {
  const [person] = await tx.$queryRaw<
    { activated: boolean }[]
  >`SELECT activated_at IS NOT NULL AS activated FROM app_user WHERE id = ${userId}`
  return makeLink(tx, { purpose: person?.activated ? 'reset' : 'invitation', userId, madeBy: by.userId, now: by.now, byMail: by.byMail })
}

async function openAccount(tx: Transaction, change: Extract<SetUpChange, { kind: 'account-open' }>, now: Date): Promise<void> {
  const { companyId, currency, account, bic, home } = change
  const [replaced] = await tx.$queryRaw<{ home: boolean }[]>`
    UPDATE debtor_account SET closed_at = ${now}, home = false WHERE company_id = ${companyId}::uuid AND currency = ${currency} AND closed_at IS NULL
    RETURNING old.home`
  const [other] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM debtor_account WHERE company_id = ${companyId}::uuid AND home AND closed_at IS NULL`
  // The first account of a company is its home account, and so is what replaces that.
  const becomesHome = home || replaced?.home === true || !other
  if (becomesHome && other) await tx.$executeRaw`UPDATE debtor_account SET home = false WHERE id = ${other.id}::uuid`
  await tx.$executeRaw`
    INSERT INTO debtor_account (company_id, currency, account, bic, home, opened_at)
    VALUES (${companyId}::uuid, ${currency}, ${account}, ${bic}, ${becomesHome}, ${now})`
}

async function makeHome(tx: Transaction, companyId: string, accountId: string): Promise<void> {
  await tx.$executeRaw`UPDATE debtor_account SET home = false WHERE company_id = ${companyId}::uuid AND home AND closed_at IS NULL`
  await tx.$executeRaw`UPDATE debtor_account SET home = true WHERE id = ${accountId}::uuid`
}

async function writeProfile(tx: Transaction, id: string, profile: BankProfileValues): Promise<void> {
  await tx.$executeRaw`
    UPDATE bank_profile SET (${PROFILE_COLUMNS}) = (SELECT ${PROFILE_COLUMNS} FROM (VALUES (${profileRow(profile)})) given (${PROFILE_COLUMNS})), version = version + 1
    WHERE id = ${id}::uuid`
}

async function insertPerson(tx: Transaction, { email, name, roles, companies }: Access & { email: string; name: string }): Promise<string> {
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO app_user (id, name, email, email_verified, roles) VALUES (${id}, ${name}, ${email}, true, ${[...roles]}::text[])`
  await limitTo(tx, id, companies)
  return id
}

/** Active at once: nobody has to choose a password. */
async function insertService(tx: Transaction, { name, roles, companies }: Access & { name: string }, now: Date): Promise<string> {
  const id = randomUUID()
  await tx.$executeRaw`
    INSERT INTO app_user (id, kind, name, email, email_verified, roles, activated_at)
    VALUES (${id}, 'service', ${name}, ${`service:${id}`}, false, ${[...roles]}::text[], ${now})`
  await limitTo(tx, id, companies)
  return id
}

async function writeAccess(tx: Transaction, userId: string, { name, roles, companies }: Access & { name: string }): Promise<void> {
  await tx.$executeRaw`UPDATE app_user SET name = ${name}, roles = ${[...roles]}::text[], version = version + 1 WHERE id = ${userId}`
  await tx.$executeRaw`DELETE FROM user_company WHERE user_id = ${userId} AND company_id <> ALL(${[...companies]}::uuid[])`
  await limitTo(tx, userId, companies)
}

async function limitTo(tx: Transaction, userId: string, companies: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO user_company (user_id, company_id) SELECT ${userId}, company FROM unnest(${[...companies]}::uuid[]) company ON CONFLICT DO NOTHING`
}
