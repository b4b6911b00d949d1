/** If one of these fails, one person alone can send a company's money from or through something else, or let in a second person who is themselves. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/events/envelope'
import { testClock } from '@/stack/test-runner/clock'
import { testDatabase } from '@/stack/test-runner/database'
import {
  AGAIN,
  APPROVER,
  approvedRun,
  CSV,
  callOf,
  done,
  draftRun,
  gatewayCall,
  newLedger,
  refused,
  submittedRun,
  type TestLedger,
} from '@/stack/test-runner/ledger'
import { approveRun } from '../runs/approve-run'
import { cancelRun } from '../runs/cancel-run'
import { openLedger } from '../transaction/open-ledger'
import { planRelease } from '../transmissions/plan-release'
import { addBankProfile } from './add-bank-profile'
import type { BankProfileValues, SetUpChange } from './change'
import { changeSetUp } from './change-set-up'
import { listChanges, readChange } from './changes'
import { readBankProfile, readSetUpCompany } from './companies'
import { deactivatePerson } from './deactivate-person'
import { confirmSetUpChange, refuseSetUpChange } from './decide-change'
import { readSetUpHistory } from './history'
import { readPerson } from './people'
import { linkIdOf, tokenOf } from './sign-in-links'
import { makeTestFile } from './test-file'
import { choosePassword, linkForFirstAdministrator, makeFirstAdministrator } from './use-link'
import { addCompany, changeDetails, closeCompany } from './write-company'

const ACCOUNT = { currency: 'EUR', account: 'DE89370400440532013000', bic: 'COBADEFF', home: true }
const OTHER = { currency: 'EUR', account: 'DE02500105170137075030', bic: 'INGDDEFF', home: true }
const PROFILE: BankProfileValues = {
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
const DETAILS = { name: 'Werft GmbH', street: 'Am Kai', buildingNumber: '7a', postCode: '20457', town: 'Hamburg' }
const HASH = { passwordHash: 'a hash of the tests, worth nothing elsewhere' }

let test: TestLedger
let app: Client
let first: Actor
let second: Actor

beforeAll(async () => {
  const database = await testDatabase()
  test = await newLedger(database, openLedger(database.appUrl, 4))
  app = new Client({ connectionString: database.appUrl })
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await test.close()
})

const actor = (id: string, name: string): Actor => ({ kind: 'user', id, name })
const asked = (by: Actor, change: SetUpChange, reason: string | null = null) => changeSetUp(test.ledger, callOf(by), change, reason)
const version = async (id: string) => (await readChange(test.ledger, id))?.version ?? 0
const confirm = async (by: Actor, id: string) => confirmSetUpChange(test.ledger, callOf(by), id, await version(id))
/** Proposed by the one, confirmed by the other. */
async function byTwo(change: SetUpChange) {
  const { changeId } = done(await asked(first, change))
  return done(await confirm(second, changeId ?? ''))
}
const invitation = (name: string, roles: string[]): SetUpChange => ({
  ...{ kind: 'invitation', name, email: `${name.toLowerCase().replaceAll(' ', '.')}@payledger.test`, roles, companies: [] },
})
async function accepted(linkId: string | null): Promise<string> {
  return done(await choosePassword(test.ledger, callOf(actor('nobody', 'nobody')), linkId, HASH)).userId
}
/** A company with one account that has paid nobody yet. */
async function company(code: string): Promise<TestLedger> {
  const { id: bankProfileId } = done(await addBankProfile(test.ledger, callOf(first), { ...PROFILE, name: `Bank of ${code}` }))
  const { id } = done(await addCompany(test.ledger, callOf(first), { ...DETAILS, code, country: 'DE', bankProfileId }))
  expect(done(await asked(first, { kind: 'account-open', companyId: id, ...ACCOUNT }))).toMatchObject({ changeId: null })
  return { ...test, companyId: id }
}
const accountsOf = async (id: string) =>
  (await readSetUpCompany(test.ledger, id))?.accounts.map(({ account, home, closedAt }) => [account, home, closedAt !== null])

describe('an installation without people', () => {
  it('lets one in by the link that its process prints, once, and nobody afterwards', async () => {
    const printed = await linkForFirstAdministrator(test.ledger, testClock())
    expect(await linkForFirstAdministrator(test.ledger, testClock()), 'also by another process').toBe(printed)
    const person = { ...HASH, name: 'First Admin', email: 'first@payledger.test' }
    const nobody = callOf(actor('nobody', 'nobody'))
    const tokenOfOther = tokenOf(printed ?? '', 'another secret')
    expect(linkIdOf(tokenOfOther, 'a secret')).toBeNull()
    expect(linkIdOf(tokenOf(printed ?? '', 'a secret'), 'a secret')).toBe(printed)
    expect(refused(await makeFirstAdministrator(test.ledger, nobody, null, person))).toBe('link-gone')
    const late = { ...nobody, now: new Date(testClock().getTime() + 25 * 3_600_000) }
    expect(refused(await makeFirstAdministrator(test.ledger, late, printed, person))).toBe('link-gone')
    const both = await Promise.all([
      makeFirstAdministrator(test.ledger, nobody, printed, person),
      makeFirstAdministrator(test.ledger, nobody, printed, { ...person, email: 'quicker@payledger.test' }),
    ])
    const made = both.flatMap(({ result }) => (result.ok ? [result.value.userId] : []))
    expect(made).toHaveLength(1)
    first = actor(made[0] ?? '', 'First Admin')
    expect(await linkForFirstAdministrator(test.ledger, testClock())).toBeNull()
  })

  it('lets the first administrator invite a second alone, who is one once the invitation is accepted', async () => {
    const { changeId, linkId } = done(await asked(first, invitation('Second Admin', ['admin'])))
    expect(changeId).toBeNull()
    second = actor(await accepted(linkId), 'Second Admin')
    expect(refused(await choosePassword(test.ledger, callOf(second), linkId, HASH))).toBe('link-gone')
  })
})

describe('once there were two administrators', () => {
  it('one alone invites support, and not who may approve or set up', async () => {
    expect(done(await asked(first, invitation('Sue Support', ['support'])))).toMatchObject({ changeId: null })
    const { changeId, linkId } = done(await asked(first, invitation('Carl Coordinator', ['coordinator', 'support'])))
    expect(linkId).toBeNull()
    expect(refused(await asked(second, invitation('Carl Coordinator', ['coordinator'])))).toBe('proposed-before')
    expect(refused(await confirm(first, changeId ?? ''))).toBe('four-eyes')
    const confirmed = done(await confirm(second, changeId ?? ''))
    expect(await readPerson(test.ledger, confirmed.userId ?? '', testClock())).toMatchObject({
      state: 'invited',
      roles: ['coordinator', 'support'],
    })
    expect(refused(await confirm(second, changeId ?? ''))).toBe('wrong-state')
  })

  it('nobody is given such a role, other companies, another password or a way back by one alone', async () => {
    const linkId = done(await asked(first, invitation('Fay Finance', ['finance']))).linkId
    const userId = await accepted(linkId)
    const access = (roles: string[], companies: string[] = []): SetUpChange => ({
      kind: 'access',
      userId,
      name: 'Fay Finance',
      roles,
      companies,
    })
    expect(done(await asked(first, access(['finance', 'support'])))).toMatchObject({ changeId: null })
    expect(done(await asked(first, { kind: 'reset', userId })).linkId).not.toBeNull()
    await byTwo(access(['coordinator'], [test.companyId]))
    expect((await readPerson(test.ledger, userId, testClock()))?.companies).toMatchObject([{ id: test.companyId }])
    for (const change of [access(['coordinator']), { kind: 'reset' as const, userId }]) {
      const { changeId } = done(await asked(first, change))
      expect(changeId).not.toBeNull()
      done(await refuseSetUpChange(test.ledger, callOf(first), changeId ?? '', 1, 'only a test'))
    }
    done(
      await deactivatePerson(
        test.ledger,
        callOf(second),
        userId,
        (await readPerson(test.ledger, userId, testClock()))?.version ?? 0,
        'left us',
      ),
    )
    expect(refused(await asked(first, { kind: 'reset', userId }))).toBe('unsuited')
    expect(done(await asked(first, { kind: 'reactivation', userId })).changeId).not.toBeNull()
  })

  it('whoever has not accepted their invitation gets another link by one alone, and the first stops working', async () => {
    const { userId } = await byTwo(invitation('Ivy Invited', ['coordinator']))
    const old = (await readPerson(test.ledger, userId ?? '', testClock()))?.link?.id ?? null
    const { changeId, linkId } = done(await asked(first, { kind: 'reset', userId: userId ?? '' }))
    expect(changeId).toBeNull()
    expect(refused(await choosePassword(test.ledger, callOf(first), old, HASH))).toBe('link-gone')
    expect(await accepted(linkId)).toBe(userId)
  })

  it('the database holds it by itself', async () => {
    const { rows } = await app.query<{ id: string }>(`SELECT id FROM app_user WHERE email = 'sue.support@payledger.test'`)
    const sue = rows[0]?.id
    const carl = `(SELECT id FROM app_user WHERE email = 'carl.coordinator@payledger.test')`
    const forged = `INSERT INTO set_up_change (kind, subject, change, proposed_by, proposed_at) VALUES ('access', '${sue}', '{"roles": ["admin"]}', '${first.id}', now())`
    for (const [statement, words] of [
      [`UPDATE app_user SET roles = '{admin}' WHERE id = '${sue}'`, /two administrators give such a role/],
      [`INSERT INTO app_user (id, name, email, roles) VALUES ('x', 'X', 'x@payledger.test', '{coordinator}')`, /two administrators invite/],
      [`UPDATE app_user SET name = 'Somebody Else' WHERE id = '${second.id}'`, /change the name/],
      [`UPDATE app_user SET email = 'else@payledger.test' WHERE id = '${sue}'`, /does not change/],
      [`DELETE FROM app_user WHERE id = '${sue}'`, /permission denied/],
      [`INSERT INTO user_company VALUES (${carl}, '${test.companyId}')`, /for which companies/],
      [`INSERT INTO sign_in_link (purpose, made_at, expires_at) VALUES ('first-administrator', now(), now())`, /people already/],
      [
        `INSERT INTO sign_in_link (purpose, user_id, made_at, expires_at) VALUES ('reset', '${second.id}', now(), now())`,
        /choose another password/,
      ],
      [forged.replace(`'${first.id}'`, `'${sue}'`), /an administrator proposes/],
      [
        `${forged}; UPDATE set_up_change SET state = 'confirmed', version = 2, decided_by = '${first.id}', decided_at = now() WHERE subject = '${sue}' AND state = 'proposed'`,
        /two_people/,
      ],
      [
        `${forged}; UPDATE set_up_change SET state = 'confirmed', version = 2, decided_by = '${sue}', decided_at = now() WHERE subject = '${sue}' AND state = 'proposed'`,
        /two administrators confirm/,
      ],
      [`UPDATE set_up_change SET change = '{}' WHERE state = 'proposed'`, /does not change/],
    ] as const)
      await expect(app.query(statement), statement).rejects.toThrow(words)
  })
})

describe('from where money leaves', () => {
  it('a first account is one administrator’s, another one in its place is for two, and the old one is closed', async () => {
    const { companyId } = await company('AAA')
    expect(refused(await asked(first, { kind: 'account-open', companyId, ...ACCOUNT }))).toBe('field')
    const { changeId } = done(await asked(first, { kind: 'account-open', companyId, ...OTHER }, 'we moved to another bank'))
    expect(await accountsOf(companyId)).toEqual([[ACCOUNT.account, true, false]])
    expect(await readChange(test.ledger, changeId ?? '')).toMatchObject({
      was: { account: ACCOUNT.account },
      reason: 'we moved to another bank',
    })
    expect(refused(await confirm(first, changeId ?? ''))).toBe('four-eyes')
    expect(refused(await confirmSetUpChange(test.ledger, callOf(second), changeId ?? '', 9))).toBe('proposal-changed')
    done(await confirm(second, changeId ?? ''))
    expect(await accountsOf(companyId)).toEqual([
      [OTHER.account, true, false],
      [ACCOUNT.account, false, true],
    ])
    const told = JSON.stringify(await readSetUpHistory(test.ledger, companyId))
    expect(told).toContain('audit.set-up-confirmed')
    expect(told).not.toContain(OTHER.account)
  })

  it('an account in another currency is one administrator’s until somebody was paid, and the home account is not closed', async () => {
    const { companyId } = await company('AAB')
    const yen = { kind: 'account-open' as const, companyId, currency: 'JPY', account: '0001234567', bic: 'BOTKJPJT', home: false }
    expect(done(await asked(first, yen)).changeId).toBeNull()
    const accounts = (await readSetUpCompany(test.ledger, companyId))?.accounts ?? []
    const [home, other] = [accounts.find((each) => each.home)?.id ?? '', accounts.find((each) => !each.home)?.id ?? '']
    expect(refused(await asked(first, { kind: 'account-close', companyId, accountId: home }))).toBe('unsuited')
    await byTwo({ kind: 'account-home', companyId, accountId: other })
    await byTwo({ kind: 'account-close', companyId, accountId: home })
    expect(await accountsOf(companyId)).toEqual([
      ['0001234567', true, false],
      [ACCOUNT.account, false, true],
    ])
    expect(
      done(await asked(first, { kind: 'account-open', companyId, ...ACCOUNT, home: false })).changeId,
      'it was there before',
    ).not.toBeNull()
  })

  it('nothing changes beneath a run that is approved, and afterwards all of it is for two', async () => {
    const paying = await company('AAC')
    const { companyId } = paying
    const profileId = (await readSetUpCompany(test.ledger, companyId))?.bankProfileId ?? ''
    expect(
      done(await asked(first, { kind: 'bank-profile', profileId, profile: { ...PROFILE, name: 'Of AAC', cutOff: '14:00' } })).changeId,
    ).toBeNull()
    const run = await approvedRun(paying)
    const change: SetUpChange = { kind: 'bank-profile', profileId, profile: { ...PROFILE, name: 'Of AAC', releaseAfterSeconds: 0 } }
    const foreign = { kind: 'account-open' as const, companyId, currency: 'USD', account: '0001234567', bic: 'BOTKJPJT', home: false }
    for (const each of [change, foreign]) expect(refused(await asked(first, each))).toBe('unsuited')
    done(await planRelease(test.ledger, { ...gatewayCall(), now: new Date(testClock().getTime() + 3_600_000) }, run.id))
    await expect(
      app.query(`UPDATE bank_profile SET release_after_seconds = 0, version = version + 1 WHERE id = $1`, [profileId]),
    ).rejects.toThrow(/two admin/)
    await byTwo(change)
    await byTwo(foreign)
    expect((await readBankProfile(test.ledger, profileId))?.profile).toMatchObject({ releaseAfterSeconds: 0, closedDays: ['2026-12-24'] })
  })

  it('the database holds it by itself', async () => {
    const { companyId } = await company('AAD')
    const values = `(company_id, currency, account, bic, home) VALUES ('${companyId}'`
    for (const [statement, words] of [
      [`UPDATE debtor_account SET account = '1' WHERE company_id = '${companyId}'`, /never changed/],
      [`UPDATE debtor_account SET closed_at = now() WHERE company_id = '${companyId}'`, /two administrators change it/],
      [`INSERT INTO debtor_account ${values}, 'EUR', '1', 'BOTKJPJT', false)`, /two administrators replace it|debtor_account_open/],
      [`INSERT INTO debtor_account ${values}, 'USD', '1', 'BOTKJPJT', true)`, /two administrators replace it/],
      [`DELETE FROM debtor_account WHERE company_id = '${companyId}'`, /permission denied|never deleted/],
      [`UPDATE company SET code = 'ZZZ', version = version + 1 WHERE id = '${companyId}'`, /do not change/],
      [`UPDATE company SET name = 'Else' WHERE id = '${companyId}'`, /version moves by one/],
    ] as const)
      await expect(app.query(statement), statement).rejects.toThrow(words)
  })

  it('a change is not confirmed for who has left since', async () => {
    const { companyId } = await company('AAE')
    const third = actor((await byTwo(invitation('Third Admin', ['admin']))).userId ?? '', 'Third Admin')
    await accepted((await readPerson(test.ledger, third.id, testClock()))?.link?.id ?? null)
    const { changeId } = done(await asked(third, { kind: 'account-open', companyId, ...OTHER }))
    done(
      await deactivatePerson(
        test.ledger,
        callOf(first),
        third.id,
        (await readPerson(test.ledger, third.id, testClock()))?.version ?? 0,
        'left us',
      ),
    )
    expect(refused(await confirm(second, changeId ?? ''))).toBe('unsuited')
    expect((await listChanges(test.ledger, companyId))[0]).toMatchObject({ state: 'proposed', proposedBy: { name: 'Third Admin' } })
  })
})

describe('the approval limit', () => {
  const limit = (companyId: string, codeAboveMinor: string | null): SetUpChange => ({
    kind: 'approval-limit',
    companyId,
    currency: 'EUR',
    codeAboveMinor,
  })

  it('is lowered by one and raised by two, and the database holds it', async () => {
    const { companyId } = await company('AAG')
    expect(refused(await asked(first, { ...limit(companyId, '1'), currency: 'JPY' } as SetUpChange))).toBe('field')
    for (const lower of ['500000', '400000']) expect(done(await asked(first, limit(companyId, lower))).changeId).toBeNull()
    await expect(app.query(`UPDATE company SET code_above_minor = NULL, version = version + 1 WHERE id = $1`, [companyId])).rejects.toThrow(
      /raise/,
    )
    await byTwo(limit(companyId, null))
    expect((await readSetUpCompany(test.ledger, companyId))?.codeAboveMinor).toBeNull()
  })

  it('asks for a code above it, and for whatever cannot be weighed against it', async () => {
    const paying = await company('AAH')
    const approval = async (csv: string, period: string, codeGiven: boolean) => {
      const run = await submittedRun(paying, csv, period)
      return approveRun(test.ledger, callOf(APPROVER), run.id, 2, run.seal, AGAIN, codeGiven)
    }
    const [header, euros] = CSV.split('\n')
    const small = `${header}\n${euros}\n`
    done(await asked(first, limit(paying.companyId, '120050')))
    done(await approval(small, '2026-11', false))
    expect(refused(await approval(small.replace('1200.50', '1200.51'), '2026-12', false))).toBe('code-needed')
    done(await approval(small.replace('1200.50', '1200.52'), '2027-01', true))
    expect(refused(await approval(CSV.replaceAll('1200.50', '1.00').replace('2300.00', '1.00'), '2027-02', false))).toBe('code-needed')
  })
})

describe('a company', () => {
  it('without an account cannot be paid from, closed takes no file, and comes back by two', async () => {
    const { id: bankProfileId } = done(await addBankProfile(test.ledger, callOf(first), { ...PROFILE, name: 'Bank of none' }))
    const { id, version: seen } = done(
      await addCompany(test.ledger, callOf(first), { ...DETAILS, code: 'NON', country: 'DE', bankProfileId }),
    )
    const bare = { ...test, companyId: id }
    expect(refused(await draftRun(bare))).toBe('unsuited')
    done(await asked(first, { kind: 'account-open', companyId: id, ...ACCOUNT }))
    const draft = done(await draftRun(bare))
    expect(refused(await closeCompany(test.ledger, callOf(first), id, seen, 'never used'))).toBe('unsuited')
    done(await cancelRun(test.ledger, callOf(first), draft.id, 1, 'only a test'))
    const closed = done(await closeCompany(test.ledger, callOf(first), id, seen, 'never used'))
    expect(refused(await draftRun(bare))).toBe('unsuited')
    expect(refused(await asked(first, { kind: 'account-open', companyId: id, ...OTHER }))).toBe('unsuited')
    expect(refused(await changeDetails(test.ledger, callOf(first), id, seen, DETAILS))).toBe('version-behind')
    expect(closed.version).toBe(seen + 1)
    await byTwo({ kind: 'company-reopening', companyId: id })
    done(await draftRun(bare))
  })

  it('has a test file for its bank, with its structured address and not on a day when the bank is closed', async () => {
    const { companyId } = await company('AAF')
    const file = await makeTestFile(test.ledger, companyId, new Date('2026-12-23T16:00:00Z'))
    expect(file?.xml).toContain('<ReqdExctnDt><Dt>2026-12-28</Dt></ReqdExctnDt>')
    expect(file?.xml).toContain(
      '<PstlAdr><StrtNm>Am Kai</StrtNm><BldgNb>7a</BldgNb><PstCd>20457</PstCd><TwnNm>Hamburg</TwnNm><Ctry>DE</Ctry></PstlAdr>',
    )
    expect(file?.xml).toContain('<InstdAmt Ccy="EUR">1.00</InstdAmt>')
  })
})

it('somebody always remains who can administer', async () => {
  const one = await readPerson(test.ledger, first.id, testClock())
  done(
    await deactivatePerson(
      test.ledger,
      callOf(first),
      second.id,
      (await readPerson(test.ledger, second.id, testClock()))?.version ?? 0,
      'left us',
    ),
  )
  expect(refused(await deactivatePerson(test.ledger, callOf(first), first.id, one?.version ?? 0, 'left us'))).toBe('unsuited')
  expect(refused(await asked(first, { kind: 'access', userId: first.id, name: 'First Admin', roles: ['support'], companies: [] }))).toBe(
    'unsuited',
  )
  // Alone now, and still not let to invite a second self.
  expect(done(await asked(first, invitation('Made Up', ['admin']))).changeId).not.toBeNull()
})
