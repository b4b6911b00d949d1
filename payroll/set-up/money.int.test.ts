/** If one of these fails, one person alone can send a company's money from or through something else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testClock } from '@/stack/test-runner/clock'
import { AGAIN, APPROVER, approvedRun, CSV, callOf, done, draftRun, gatewayCall, refused, submittedRun } from '@/stack/test-runner/ledger'
import {
  ACCOUNT,
  accepted,
  accountsOf,
  actor,
  app,
  asked,
  byTwo,
  closeSetUp,
  company,
  confirm,
  DETAILS,
  first,
  invitation,
  OTHER,
  openSetUp,
  PROFILE,
  second,
  test,
  twoAdministrators,
} from '@/stack/test-runner/set-up-ground'
import { approveRun } from '../runs/approve-run'
import { cancelRun } from '../runs/cancel-run'
import { planRelease } from '../transmissions/plan-release'
import { addBankProfile } from './add-bank-profile'
import type { SetUpChange } from './change'
import { listChanges, readChange } from './changes'
import { companiesThatNeed, readBankProfile, readSetUpCompany } from './companies'
import { deactivatePerson } from './deactivate-person'
import { confirmSetUpChange } from './decide-change'
import { readSetUpHistory } from './history'
import { listPeople, readPerson } from './people'
import { makeTestFile } from './test-file'
import { addCompany, changeDetails, closeCompany } from './write-company'

beforeAll(async () => {
  await openSetUp()
  await twoAdministrators()
})
afterAll(closeSetUp)

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

  it('a BIC that the bank’s files have no room for is refused beside its field, and told where the files become older afterwards', async () => {
    const { companyId } = await company('ABG')
    const profileId = (await readSetUpCompany(test.ledger, companyId))?.bankProfileId ?? ''
    const odd = (bic: string, currency: string) => asked(first, { kind: 'account-open', companyId, ...OTHER, bic, currency, home: false })
    const uncarried = async () => (await readSetUpCompany(test.ledger, companyId))?.uncarriedBic
    done(await odd('1NGDDEFF', 'USD'))
    expect(await uncarried()).toBeNull()
    done(await asked(first, { kind: 'bank-profile', profileId, profile: { ...PROFILE, name: 'Of ABG', version: 'pain.001.001.03' } }))
    expect(await uncarried()).toBe('1NGDDEFF')
    for (const bic of ['1NGDDEFF', 'INGDDE0F', 'INGDDEFO'])
      expect(await odd(bic, 'CHF')).toMatchObject({
        result: { rejection: { code: 'field', field: 'bic', reason: expect.stringContaining('pain.001.001.03') } },
      })
    done(await odd('INGDDEFF', 'CHF'))
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

it('a company is named before who leaves would take its second coordinator along', async () => {
  const { companyId } = await company('TWO')
  await byTwo({ ...invitation('Carl Coordinator', ['coordinator']) })
  const people = async () =>
    (await listPeople(test.ledger, { kind: 'person', find: null, cursor: null })).people.filter(({ roles }) =>
      roles.includes('coordinator'),
    )
  for (const { id } of await people()) await accepted((await readPerson(test.ledger, id, testClock()))?.link?.id ?? null)
  const [carl] = await people()
  const named = (await readSetUpCompany(test.ledger, companyId))?.name ?? ''
  expect(await companiesThatNeed(test.ledger, carl?.id ?? '')).toContain(named)
  expect(await companiesThatNeed(test.ledger, first.id)).toEqual([])
})
