import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, findChromium } from './e2e/browser'
import type { ProductOptions } from './e2e/product'

/** They kill servers, keep the ledger from answering, or wait for what everybody else changes: nothing else runs beside them. */
const ALONE = [
  '**/busy.spec.ts',
  '**/story.spec.ts',
  '**/support.spec.ts',
  '**/finance.spec.ts',
  '**/states.spec.ts',
  '**/desk-acts.spec.ts',
  '**/dead-letters.spec.ts',
  '**/month-close.spec.ts',
]
/** They ask nothing of the window. */
const ONCE = ['**/door.spec.ts', '**/pages.spec.ts', '**/weight.spec.ts', '**/command-line.spec.ts', '**/monitoring.spec.ts']
/** The first needs an installation that nobody can sign in to yet; the others make their own people there. One after the other, as their names stand. */
const FROM_NOTHING = ['**/set-up.spec.ts', '**/sign-in-elsewhere.spec.ts', '**/states-of-set-up.spec.ts']
const DESKTOP = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true }

/** `npm test` and `npm run test:e2e` start PayLedger and say where it runs. */
export default defineConfig<ProductOptions>({
  testDir: 'e2e',
  testMatch: process.env.PAYLEDGER_SCREENSHOTS ? '*.shots.ts' : '*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  // A retry hides exactly the bugs that PayLedger is there to rule out.
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PAYLEDGER_REPORT || 'test-results/report.json' }]],
  use: {
    baseURL: process.env.PAYLEDGER_URL || 'http://127.0.0.1:3000',
    demoPassword: process.env.DEMO_PASSWORD || '',
    firstLink: process.env.FIRST_LINK || '',
    oidcIssuer: process.env.OIDC_ISSUER || '',
    productDir: process.env.PAYLEDGER_DIR || '.payledger',
    picturesDir: process.env.PAYLEDGER_SCREENSHOTS || 'test-results/pictures',
    launchOptions: { executablePath: findChromium(process.env.CHROMIUM_PATH, process.env.PATH), args: BROWSER_FLAGS },
    actionTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', testIgnore: [...ALONE, ...FROM_NOTHING], use: DESKTOP },
    { name: 'phone', testIgnore: [...ALONE, ...ONCE, ...FROM_NOTHING], use: PHONE },
    { name: 'desktop, alone', testMatch: ALONE, use: DESKTOP },
    { name: 'phone, alone', testMatch: ALONE, use: PHONE },
    { name: 'from nothing', testMatch: FROM_NOTHING, use: DESKTOP },
  ],
})
