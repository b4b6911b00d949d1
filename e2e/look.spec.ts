/** Every desk at a desk's and a phone's width, light and dark: nothing overflows, and axe finds nothing. */
import { expectLegible } from './legible'
import { become, type Person } from './people'
import { expect, test } from './product'

const PAGES: readonly { person: Person; path: string }[] = [
  { person: 'coordinator', path: '/payroll' },
  { person: 'coordinator', path: '/payroll/new' },
  { person: 'support', path: '/support?q=garcia' },
  { person: 'support', path: '/support?q=nobody-is-called-this' },
  { person: 'finance', path: '/finance' },
  { person: 'finance', path: '/finance/countries' },
  { person: 'operator', path: '/operations' },
]

for (const { person, path } of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${path} in ${colorScheme} is legible and fits`, async ({ page, demoPassword, baseURL }) => {
      await page.emulateMedia({ colorScheme })
      await become(page, person, demoPassword, baseURL ?? '')
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectLegible(page)
    })
  }
}
