/**
 * How soon people see something: the largest paint of each desk in a browser slowed four times, from Enter in the search box to the painted rows, and the
 * server's answers while 20 people click.
 */
import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { BROWSER_FLAGS, findChromium } from '@/e2e/browser'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { variable } from '@/stack/variable'
import { cookieOf } from './api'
import { keep, percentile, range } from './figures'
import { settled } from './settled'

const ROUNDS = Number(variable('BENCH_ROUNDS', '5'))
const SECONDS = Number(variable('BENCH_SECONDS', '30'))
const THROTTLE = 4
const PEOPLE = 20
/** Between two clicks of one person. */
const THINK_MS = 1_000
const WORDS = ['garcia', 'mueller', 'wojcik', 'tanaka', 'smith', 'jansen', 'kowalska', 'berg']

const url = variable('APP_URL')
const password = variable('DEMO_PASSWORD')
const ledger = openLedger(variable('DATABASE_URL_APP'), 2)
await settled(ledger)
const payout = await ledger.payout.findFirstOrThrow({ select: { id: true, runId: true } })
/** One session for each role: signing in often is what somebody does who guesses. */
const cookies = new Map<string, Promise<string>>()
const cookieOfRole = (role: string): Promise<string> => {
  const cookie = cookies.get(role) ?? cookieOf(url, `${role}@payledger.test`, password)
  cookies.set(role, cookie)
  return cookie
}
const DESKS: readonly [person: string, path: string][] = [
  ['coordinator', '/payroll'],
  ['coordinator', `/payroll/runs/${payout.runId}`],
  ['coordinator', '/payroll/new'],
  ['coordinator', '/payroll/findings'],
  ['support', '/support?q=garcia'],
  ['support', `/payouts/${payout.id}`],
  ['finance', '/finance'],
  ['operator', '/operations'],
]

const browser = await chromium.launch({
  executablePath: findChromium(variable('CHROMIUM_PATH') || undefined, variable('PATH')),
  args: BROWSER_FLAGS,
})
const largestPaint: Record<string, string> = {}
for (const [person, path] of DESKS) {
  const context = await signedIn(person)
  const paints: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    await page.goto(url + path, { waitUntil: 'networkidle' })
    // The first time, the server has not shown that page yet.
    if (round > 0) paints.push(await largestPaintOf(page))
    await page.close()
  }
  await context.close()
  largestPaint[nameOf(path)] = range(paints, 0)
}
console.log('largest paint, ms', largestPaint)

const toRows: number[] = []
const context = await signedIn('support')
const page = await context.newPage()
await page.goto(`${url}/support`, { waitUntil: 'networkidle' })
for (let round = 0; round < ROUNDS; round++) for (const word of WORDS) toRows.push(await enterToRows(page, word))
await browser.close()
const fromEnterToRows = { p50Ms: Math.round(percentile(toRows, 0.5)), p95Ms: Math.round(percentile(toRows, 0.95)) }
console.log('from Enter to rows', fromEnterToRows)

const clicks = await twentyPeople()
const took = clicks.map(({ ms }) => ms)
const serverMs = (of: readonly number[]) => ({
  clicks: of.length,
  p50Ms: Math.round(percentile(of, 0.5)),
  p95Ms: Math.round(percentile(of, 0.95)),
})
const figures = {
  command: 'npm run bench -- pages',
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  payouts: await ledger.payout.count(),
  largestPaintMs: largestPaint,
  fromEnterToRows,
  [`${PEOPLE} people clicking`]: {
    all: serverMs(took),
    ...Object.fromEntries(
      DESKS.map(([, path]) => [nameOf(path), serverMs(clicks.filter((each) => each.path === path).map(({ ms }) => ms))]),
    ),
  },
}
console.log(figures)
keep('pages', figures)
await ledger.$disconnect()

async function signedIn(person: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const [name = '', ...value] = (await cookieOfRole(person)).split('=')
  await context.addCookies([{ name, value: value.join('='), url }])
  return context
}

function largestPaintOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
      }),
  )
}

function nameOf(path: string): string {
  return path.replace(/[0-9a-f-]{36}/, '…')
}

/** Types a word in the box of the page, and waits for the frame that shows its rows. */
async function enterToRows(page: Page, word: string): Promise<number> {
  const box = page.getByRole('main').getByRole('searchbox')
  await box.fill(word)
  // No function of its own inside: what compiles this file gives each a name by a helper that the page does not have.
  const shown = page.waitForFunction(
    async (asked) => {
      if (new URL(location.href).searchParams.get('q') !== asked || document.querySelector('main table, main mark') === null) return false
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return true
    },
    word,
    { polling: 'raf' },
  )
  const began = performance.now()
  await box.press('Enter')
  await shown
  return performance.now() - began
}

/** Each opens one page after the other as its link would. Returns how long the server took for each. */
async function twentyPeople(): Promise<{ path: string; ms: number }[]> {
  const took: { path: string; ms: number }[] = []
  const until = performance.now() + SECONDS * 1_000
  const person = async (number: number) => {
    const [role, path] = DESKS[number % DESKS.length] as (typeof DESKS)[number]
    const cookie = await cookieOfRole(role)
    const paths = [path, ...DESKS.filter(([other]) => other === role).map(([, other]) => other)]
    await pause((number / PEOPLE) * THINK_MS)
    for (let click = 0; performance.now() < until; click++) {
      const began = performance.now()
      const asked = paths[click % paths.length] as string
      const response = await fetch(url + asked, { headers: { cookie } })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${asked}: ${response.status}`)
      took.push({ path: asked, ms: performance.now() - began })
      await pause(THINK_MS)
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, (_, number) => person(number)))
  return took
}
