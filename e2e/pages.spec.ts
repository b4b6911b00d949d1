/** Every page of the app, found in the file system: nobody sees one without signing in, and whose role does not include it is told so and shown nothing of it. */
import { globSync } from 'node:fs'
import { type Permission, permits, ROLES, type Role } from '@/access/permissions'
import { become, type Person } from './people'
import { expect, test } from './product'

/** Seen without a sign-in: the door, and where links lead. */
const PUBLIC = ['/sign-in', '/choose-password', '/first-administrator']
/** Anyone's who is signed in; the second factor leads on whoever has nothing to do there. */
const ANYONES = ['/', '/account', '/account/api', '/second-factor']
const NEEDS: readonly (readonly [string, Permission])[] = [
  ['/payroll', 'runs:read'],
  ['/payouts', 'payouts:read'],
  ['/support', 'search:read'],
  ['/finance', 'finance:read'],
  ['/operations', 'operations:read'],
  ['/set-up', 'set-up:read'],
]
const NOTHING = '00000000-0000-7000-8000-000000000000'
const NO_ACCESS = /You don(’|&#x27;|')t have access to this page/

/** "/set-up/companies/[id]" names something that is not there. */
const PAGES = globSync('app/**/page.tsx').map((file) => {
  const path = file
    .replace(/^app/, '')
    .replace(/\/page\.tsx$/, '')
    .replace(/\/\([^)]*\)/g, '')
    .replace(/\[\w+\]/g, NOTHING)
  return path === '' ? '/' : path
})

const needsOf = (path: string): Permission | null => NEEDS.find(([desk]) => path === desk || path.startsWith(`${desk}/`))?.[1] ?? null

test('every page has a row here', () => {
  expect(PAGES.filter((path) => !PUBLIC.includes(path) && !ANYONES.includes(path) && needsOf(path) === null)).toEqual([])
})

test('nobody sees a page without signing in', async ({ request }) => {
  for (const path of PAGES.filter((each) => !PUBLIC.includes(each))) {
    const answer = await request.get(path, { maxRedirects: 0 })
    const text = await answer.text()
    expect(`${path} ${answer.status() === 307 || text.includes('/sign-in?next=') ? 'asks to sign in' : answer.status()}`).toBe(
      `${path} asks to sign in`,
    )
  }
})

const PERSON: Readonly<Record<Role, Person>> = {
  coordinator: 'coordinator',
  support: 'support',
  finance: 'finance',
  operator: 'operator',
  admin: 'admin',
}

for (const role of ROLES)
  test(`${role}: what the role includes, and nothing else`, async ({ page, demoPassword, baseURL }) => {
    await become(page, PERSON[role], demoPassword, baseURL ?? '')
    for (const path of PAGES) {
      const needs = needsOf(path)
      if (needs === null) continue
      const answer = await page.request.get(path)
      const isShut = NO_ACCESS.test(await answer.text())
      expect(`${path}: ${isShut ? 'shut' : 'open'}`).toBe(
        `${path}: ${permits({ roles: [role], companies: null }, needs) ? 'open' : 'shut'}`,
      )
      expect([200, 404]).toContain(answer.status())
    }
  })
