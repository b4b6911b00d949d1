/** People who can sign in or are invited to, and services, as administrators see them. */
import { type Ledger, Prisma } from '@/prisma/connect'
import { holdsWords } from '../transaction/named'
import { PAGE_ROWS, type SetUpFilter } from './companies'

export type PersonState = 'invited' | 'active' | 'deactivated'

export type PersonRow = {
  id: string
  kind: 'person' | 'service'
  name: string
  /** Of a service no address, and shown to nobody. */
  email: string
  roles: string[]
  /** Names; none means every company. */
  companies: { id: string; name: string }[]
  state: PersonState
  lastSignInAt: string | null
  hasSecondFactor: boolean
  /** They have signed in by OpenID Connect, at a provider that knows them by its subject. */
  hasProvider: boolean
  /** Sessions that have not ended. */
  sessions: number
  version: number
}

export type PersonSession = { id: string; createdAt: string; seenAt: string; userAgent: string | null; ipAddress: string | null }
export type OpenLink = { id: string; purpose: 'invitation' | 'reset'; madeAt: string; expiresAt: string; sentAt: string | null }
export type PersonDetail = PersonRow & { openSessions: PersonSession[]; link: OpenLink | null }

const ROW = Prisma.sql`person.id, person.kind, person.name, person.email, person.roles, person.version, person.two_factor_enabled AS "hasSecondFactor",
  EXISTS (SELECT FROM app_account WHERE app_account.user_id = person.id AND app_account.provider_id <> 'credential') AS "hasProvider",
  CASE WHEN person.deactivated_at IS NOT NULL THEN 'deactivated' WHEN person.activated_at IS NULL THEN 'invited' ELSE 'active' END AS state,
  coalesce((SELECT json_agg(json_build_object('id', company.id, 'name', company.name) ORDER BY company.name)
    FROM user_company JOIN company ON company.id = user_company.company_id WHERE user_company.user_id = person.id), '[]') AS companies,
  iso_utc(person.last_sign_in_at) AS "lastSignInAt",
  (SELECT count(*)::int FROM app_session WHERE app_session.user_id = person.id AND app_session.expires_at > now()) AS sessions`

export type PeopleFilter = SetUpFilter & { kind: PersonRow['kind'] }
export type PeopleList = { people: PersonRow[]; total: number; nextCursor: string | null }

/** One page by name, who cannot sign in last, and how many there are of them. `find`: words that name or e-mail address hold. */
export async function listPeople(ledger: Ledger, { kind, find, cursor }: PeopleFilter): Promise<PeopleList> {
  const text = kind === 'service' ? Prisma.sql`person.name` : Prisma.sql`person.name || ' ' || person.email`
  const found = Prisma.sql`person.kind = ${kind} AND ${holdsWords(text, find)}`
  const [rows, [counted]] = await Promise.all([
    ledger.$queryRaw<PersonRow[]>`
      SELECT ${ROW} FROM app_user person WHERE ${found} AND (${cursor}::text IS NULL OR (person.deactivated_at IS NOT NULL, lower(person.name), person.id)
        > (SELECT deactivated_at IS NOT NULL, lower(name), id FROM app_user WHERE id = ${cursor}))
      ORDER BY person.deactivated_at IS NOT NULL, lower(person.name), person.id LIMIT ${PAGE_ROWS + 1}`,
    ledger.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM app_user person WHERE ${found}`,
  ])
  const people = rows.slice(0, PAGE_ROWS)
  return { people, total: counted?.total ?? 0, nextCursor: rows.length > PAGE_ROWS ? (people.at(-1)?.id ?? null) : null }
}

/** Everybody who can sign in, is invited to, or could once. */
export async function countPeople(ledger: Ledger): Promise<number> {
  const [row] = await ledger.$queryRaw<{ people: number }[]>`SELECT count(*)::int AS people FROM app_user WHERE kind = 'person'`
  return row?.people ?? 0
}

/** With their sessions and the link that waits for them; null when there is nobody of this id. */
export async function readPerson(ledger: Ledger, id: string, now: Date): Promise<PersonDetail | null> {
  const [[row], openSessions, [link]] = await Promise.all([
    ledger.$queryRaw<PersonRow[]>`SELECT ${ROW} FROM app_user person WHERE person.id = ${id}`,
    ledger.$queryRaw<PersonSession[]>`
      SELECT id, iso_utc(created_at) AS "createdAt", iso_utc(seen_at) AS "seenAt", user_agent AS "userAgent", ip_address AS "ipAddress" FROM app_session
      WHERE user_id = ${id} AND expires_at > ${now} ORDER BY seen_at DESC LIMIT 50`,
    ledger.$queryRaw<OpenLink[]>`
      SELECT id, purpose, iso_utc(made_at) AS "madeAt", iso_utc(expires_at) AS "expiresAt", iso_utc(sent_at) AS "sentAt" FROM sign_in_link
      WHERE user_id = ${id} AND used_at IS NULL AND expires_at > ${now} ORDER BY made_at DESC LIMIT 1`,
  ])
  return row ? { ...row, openSessions, link: link ?? null } : null
}

/** Whether nobody is there yet: then the first administrator is made by a link that the process prints. */
export async function hasNobody(ledger: Ledger): Promise<boolean> {
  const [row] = await ledger.$queryRaw<{ nobody: boolean }[]>`SELECT NOT EXISTS (SELECT FROM app_user) AS nobody`
  return row?.nobody ?? true
}

/** How many active administrators there are, and whether one may still invite another alone: with fewer than two nobody can confirm what another proposes. */
export async function countAdmins(ledger: Ledger): Promise<{ active: number; oneIsEnough: boolean }> {
  const [row] = await ledger.$queryRaw<{ active: number; oneIsEnough: boolean }[]>`
    SELECT (SELECT count(*)::int FROM app_user WHERE is_active_admin(id)) AS active, one_admin_is_enough() AS "oneIsEnough"`
  return row ?? { active: 0, oneIsEnough: true }
}

/** Somebody who can sign in, by their e-mail address; null when there is nobody. */
export async function findUser(ledger: Ledger, email: string): Promise<{ id: string; name: string; roles: string[] } | null> {
  const [user] = await ledger.$queryRaw<{ id: string; name: string; roles: string[] }[]>`
    SELECT id, name, roles FROM app_user WHERE lower(email) = lower(${email}) AND kind = 'person' AND deactivated_at IS NULL`
  return user ?? null
}

/** A service by its name; null when there is none, or it is deactivated. */
export async function findService(ledger: Ledger, name: string): Promise<{ id: string; name: string; roles: string[] } | null> {
  const [service] = await ledger.$queryRaw<{ id: string; name: string; roles: string[] }[]>`
    SELECT id, name, roles FROM app_user WHERE lower(name) = lower(${name}) AND kind = 'service' AND deactivated_at IS NULL`
  return service ?? null
}
