/** What every screen must be: nothing for axe to say, and nothing wider than the window. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './product'

/** Rules that a colour can break; the same page in other colours breaks no other. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** As the page is. @param rules of axe, when not all are asked for */
export async function expectLegible(page: Page, rules?: string[]): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  // Waited for, not left to axe: for some 50 ms of a refresh Next.js has taken the old title away and not put the new one there.
  await expect(page).toHaveTitle(/ · PayLedger$/)
  const window = page.viewportSize()
  const width = window?.width
  // On a phone a bar lies over whatever row is at the bottom just now, which axe takes for a target too small: it looks at the page at full length.
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (window && window.width < 640) await page.setViewportSize({ width: window.width, height: Math.max(height, window.height) })
  let said = await violationsOf(page, rules)
  // Until it has painted in the colours it was just told to use, Chromium answers for some elements with those of before: so it is asked again.
  for (let again = 0; said.some((each) => each.startsWith('color-contrast')) && again < 2; again++) {
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    said = await violationsOf(page, rules)
  }
  if (window) await page.setViewportSize(window)
  expect(said, `${page.url()} at ${width} px`).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
}

async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe.disableRules('document-title')).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`)
}

/** In light and in dark; it is left dark. */
export async function expectGood(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await expectLegible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectLegible(page, COLOUR_RULES)
}

/** In both, as it is, and at 320 px. */
export async function expectGoodAnywhere(page: Page): Promise<void> {
  await expectGood(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await expectGood(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}
