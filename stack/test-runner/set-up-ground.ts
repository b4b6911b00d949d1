/** An installation in which administrators set things up: shared by the tests of the room payroll/set-up. */
import { Client } from 'pg'
import type { Actor } from '@/events/envelope'
import { addBankProfile } from '@/payroll/set-up/add-bank-profile'
import type { BankProfileValues, SetUpChange } from '@/payroll/set-up/change'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { readChange } from '@/payroll/set-up/changes'
import { readSetUpCompany } from '@/payroll/set-up/companies'
import { confirmSetUpChange } from '@/payroll/set-up/decide-change'
import { choosePassword, linkForFirstAdministrator, makeFirstAdministrator } from '@/payroll/set-up/use-link'
import { addCompany } from '@/payroll/set-up/write-company'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { testClock } from './clock'
import { testDatabase } from './database'
import { callOf, done, newLedger, type TestLedger } from './ledger'

export const ACCOUNT = { currency: 'EUR', account: 'DE89370400440532013000', bic: 'COBADEFF', home: true }
export const OTHER = { currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }
export const PROFILE: BankProfileValues = {
  ...{
    name: 'Hausbank',
    cutOff: '15:00',
    timeZone: 'Europe/Berlin',
    releaseAfterSeconds: 600,
    releaseOpens: null,
    closedDays: ['2026-12-24'],
  },
  ...{ version: 'pain.001.001.09', umlauts: 'one-letter', addresses: true, salary: true, batchBooking: true, nonSepa: true },
}
export const DETAILS = { name: 'Werft GmbH', street: 'Am Kai', buildingNumber: '7a', postCode: '20457', town: 'Hamburg' }
export const HASH = { passwordHash: 'a hash of the tests, worth nothing elsewhere' }

/** Bound when `openSetUp` has come back; a test file has these for itself. */
export let test: TestLedger
export let app: Client
export let first: Actor
export let second: Actor

/** A ledger with the company of the tests and nobody who can sign in, and a connection as the app's own role. */
export async function openSetUp(): Promise<void> {
  const database = await testDatabase()
  test = await newLedger(database, openLedger(database.appUrl, 4))
  app = new Client({ connectionString: database.appUrl })
  await app.connect()
}

export async function closeSetUp(): Promise<void> {
  await app.end()
  await test.close()
}

/** The first administrator, by the link that a process prints. */
export function setFirst(id: string): void {
  first = actor(id, 'First Admin')
}

/** The second, whom the first has invited. */
export function setSecond(id: string): void {
  second = actor(id, 'Second Admin')
}

/** Both of them, for tests that are of something else. */
export async function twoAdministrators(): Promise<void> {
  const printed = await linkForFirstAdministrator(test.ledger, testClock())
  const person = { ...HASH, name: 'First Admin', email: 'first@payledger.test' }
  setFirst(done(await makeFirstAdministrator(test.ledger, callOf(actor('nobody', 'nobody')), printed, person)).userId)
  setSecond(await accepted(done(await asked(first, invitation('Second Admin', ['admin']))).linkId))
}

export const actor = (id: string, name: string): Actor => ({ kind: 'user', id, name })
export const asked = (by: Actor, change: SetUpChange, reason: string | null = null) => changeSetUp(test.ledger, callOf(by), change, reason)
export const version = async (id: string) => (await readChange(test.ledger, id))?.version ?? 0
export const confirm = async (by: Actor, id: string) => confirmSetUpChange(test.ledger, callOf(by), id, await version(id))
/** Proposed by the one, confirmed by the other. */
export async function byTwo(change: SetUpChange) {
  const { changeId } = done(await asked(first, change))
  return done(await confirm(second, changeId ?? ''))
}
export const invitation = (name: string, roles: string[]): SetUpChange => ({
  ...{ kind: 'invitation', name, email: `${name.toLowerCase().replaceAll(' ', '.')}@payledger.test`, roles, companies: [] },
})
export async function accepted(linkId: string | null): Promise<string> {
  return done(await choosePassword(test.ledger, callOf(actor('nobody', 'nobody')), linkId, HASH)).userId
}
/** A company with one account that has paid nobody yet. */
export async function company(code: string): Promise<TestLedger> {
  const { id: bankProfileId } = done(await addBankProfile(test.ledger, callOf(first), { ...PROFILE, name: `Bank of ${code}` }))
  const { id } = done(await addCompany(test.ledger, callOf(first), { ...DETAILS, code, country: 'DE', bankProfileId }))
  done(await asked(first, { kind: 'account-open', companyId: id, ...ACCOUNT }))
  return { ...test, companyId: id }
}
export const accountsOf = async (id: string) =>
  (await readSetUpCompany(test.ledger, id))?.accounts.map(({ account, home, closedAt }) => [account, home, closedAt !== null])
