/** Lists of companies and people by the thousand. If one of these fails, somebody is on no page, or on two. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeSetUp, openSetUp, test } from '@/stack/test-runner/set-up-ground'
import { companiesThatNeed, firstCompanies, listBankProfiles, listSetUpCompanies, PAGE_ROWS } from './companies'
import { listPeople } from './people'

const MANY = 130
const EVERYTHING = { find: null, cursor: null }

beforeAll(async () => {
  await openSetUp()
  const { ledger } = test
  await ledger.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('payledger.local_command', 'a test', true)`
    // Three names for all of them, so that a page ends among equals.
    await tx.$executeRaw`
      INSERT INTO company (id, code, name, country, bank_profile_id)
      SELECT uuidv7(), 'C' || n, 'Company ' || n % 3, 'DE', (SELECT id FROM bank_profile LIMIT 1) FROM generate_series(1, ${MANY}::int) n`
    await tx.$executeRaw`
      INSERT INTO app_user (id, name, email, email_verified, roles, activated_at)
      SELECT gen_random_uuid()::text, 'Person ' || n % 3, 'person' || n || '@lists.test', true, '{support}', now() FROM generate_series(1, ${MANY}::int) n`
    for (const [name, roles] of [
      ['Every Company', ['coordinator']],
      ['One Company', ['coordinator', 'support']],
    ] as const)
      await tx.$executeRaw`
        INSERT INTO app_user (id, name, email, email_verified, roles, activated_at)
        VALUES (${name}, ${name}, ${`${randomUUID()}@lists.test`}, true, ${[...roles]}::text[], now())`
    await tx.$executeRaw`INSERT INTO user_company SELECT 'One Company', id FROM company WHERE code = 'C1'`
    await tx.$executeRaw`UPDATE app_user SET deactivated_at = now() WHERE email = 'person5@lists.test'`
    await tx.$executeRaw`
      INSERT INTO app_user (id, name, email, email_verified, roles, kind) SELECT 'service ' || n, 'Service ' || n, 'service:' || n, true, '{support}', 'service'
      FROM generate_series(1, 3) n`
  })
}, 120_000)
afterAll(() => closeSetUp())

/** Every page, one after the other. */
async function walk<T extends { total: number; nextCursor: string | null }>(page: (cursor: string | null) => Promise<T>): Promise<T[]> {
  const pages = [await page(null)]
  for (let next = pages[0]?.nextCursor ?? null; next !== null; next = pages.at(-1)?.nextCursor ?? null) pages.push(await page(next))
  return pages
}

describe('companies', () => {
  it('are each on one page, by name', async () => {
    const pages = await walk((cursor) => listSetUpCompanies(test.ledger, { find: null, cursor }))
    const rows = pages.flatMap(({ companies }) => companies)
    expect(pages.map(({ companies }) => companies.length)).toEqual([PAGE_ROWS, PAGE_ROWS, MANY + 1 - 2 * PAGE_ROWS])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(MANY + 1)
    expect(pages.every(({ total }) => total === MANY + 1)).toBe(true)
  })

  it('are found by name, code and bank, and only those are counted', async () => {
    const found = async (find: string) => (await listSetUpCompanies(test.ledger, { find, cursor: null })).companies.map(({ code }) => code)
    expect(await found('c77')).toEqual(['C77'])
    expect(await found('company  c130')).toEqual(['C130'])
    expect(await found('100%')).toEqual([])
    const pages = await walk((cursor) => listSetUpCompanies(test.ledger, { find: 'company 1', cursor }))
    expect(pages[0]?.total).toBe(pages.flatMap(({ companies }) => companies).length)
    const [profile] = await listBankProfiles(test.ledger)
    expect((await listSetUpCompanies(test.ledger, { find: profile?.profile.name ?? '', cursor: null })).total).toBe(MANY + 1)
  })

  it('a page after one that there is not is empty', async () => {
    expect((await listSetUpCompanies(test.ledger, { find: null, cursor: randomUUID() })).companies).toEqual([])
  })

  it('are offered in part, with what was chosen before', async () => {
    const [last] = (await walk((cursor) => listSetUpCompanies(test.ledger, { find: null, cursor }))).at(-1)?.companies.slice(-1) ?? []
    const { companies, total } = await firstCompanies(test.ledger, [last?.id ?? '', randomUUID()])
    expect([companies.length, total]).toEqual([PAGE_ROWS + 1, MANY + 1])
    expect(companies.map(({ id }) => id)).toContain(last?.id)
    const [profile] = await listBankProfiles(test.ledger)
    expect([profile?.companies.length, profile?.companyCount]).toEqual([PAGE_ROWS, MANY + 1])
  })

  it('count who can approve for each of them', async () => {
    const rows = (await walk((cursor) => listSetUpCompanies(test.ledger, { find: null, cursor }))).flatMap(({ companies }) => companies)
    const approversOf = (code: string) => rows.find((row) => row.code === code)?.approvers
    expect([approversOf('C1'), approversOf('C99')]).toEqual([2, 1])
    expect(await companiesThatNeed(test.ledger, 'One Company')).toEqual(['Company 1'])
    expect((await companiesThatNeed(test.ledger, 'Every Company')).length).toBe(MANY + 1)
    expect(await companiesThatNeed(test.ledger, 'service 1')).toEqual([])
  })
})

describe('people', () => {
  it('are each on one page, by name, the deactivated last, and services apart', async () => {
    const pages = await walk((cursor) => listPeople(test.ledger, { kind: 'person', find: null, cursor }))
    const rows = pages.flatMap(({ people }) => people)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(MANY + 2)
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => MANY + 2))
    expect(rows.at(-1)?.email).toBe('person5@lists.test')
    const { people, total } = await listPeople(test.ledger, { kind: 'service', ...EVERYTHING })
    expect([people.map(({ name }) => name), total]).toEqual([['Service 1', 'Service 2', 'Service 3'], 3])
  })

  it('are found by name and address', async () => {
    const found = async (find: string) => (await listPeople(test.ledger, { kind: 'person', find, cursor: null })).people
    expect((await found('PERSON77@')).map(({ name }) => name)).toEqual(['Person 2'])
    expect((await found('one company')).map(({ id }) => id)).toEqual(['One Company'])
    expect(await found('service:')).toEqual([])
  })
})
