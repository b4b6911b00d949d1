/** If one of these fails, one person alone can let in a second person who is themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testClock } from '@/stack/test-runner/clock'
import { callOf, done, refused } from '@/stack/test-runner/ledger'
import {
  accepted,
  actor,
  app,
  asked,
  byTwo,
  closeSetUp,
  confirm,
  first,
  HASH,
  invitation,
  openSetUp,
  second,
  setFirst,
  setSecond,
  test,
} from '@/stack/test-runner/set-up-ground'
import type { SetUpChange } from './change'
import { deactivatePerson } from './deactivate-person'
import { refuseSetUpChange } from './decide-change'
import { readPerson } from './people'
import { linkIdOf, tokenOf } from './sign-in-links'
import { choosePassword, linkForFirstAdministrator, makeFirstAdministrator } from './use-link'

beforeAll(openSetUp)
afterAll(closeSetUp)

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
    setFirst(made[0] ?? '')
    expect(await linkForFirstAdministrator(test.ledger, testClock())).toBeNull()
  })

  it('lets the first administrator invite a second alone, who is one once the invitation is accepted', async () => {
    const { changeId, linkId } = done(await asked(first, invitation('Second Admin', ['admin'])))
    expect(changeId).toBeNull()
    setSecond(await accepted(linkId))
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
