/** Which Chromium the browser tests drive. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from '@playwright/test'

const KEPT = join(import.meta.dirname, '../.payledger')
const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** That package's own list has --single-process, which ends the browser when a second page opens. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/**
 * The program to start: the one that `named` says (CHROMIUM_PATH), Playwright's own, one of this system's on `path`, else the one inside @sparticuz/chromium.
 * @throws Error when the named one is not there.
 */
export function findChromium(named: string | undefined, path: string | undefined): string {
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`)
    return named
  }
  const onPath = (path ?? '').split(delimiter).flatMap((folder) => INSTALLED.map((name) => join(folder, name)))
  return [chromium.executablePath(), ...onPath, MAC].find((file) => existsSync(file)) ?? unpacked()
}

/** Unpacks the package's browser, once per version and user: the package itself takes whatever lies in the temporary folder, even half a file. */
function unpacked(): string {
  const home = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  const folder = join(KEPT, `chromium-${version}-${userInfo().uid}`)
  if (!existsSync(folder)) {
    mkdirSync(KEPT, { recursive: true })
    const aside = mkdtempSync(join(KEPT, '.chromium-'))
    const unpack = `await (await import('@sparticuz/chromium')).default.executablePath()`
    // Its only way to choose the place is the temporary folder of its process.
    const env = { TMPDIR: aside } as unknown as NodeJS.ProcessEnv
    execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], { cwd: home, env, stdio: 'inherit' })
    try {
      renameSync(aside, folder)
    } catch (error) {
      rmSync(aside, { recursive: true })
      if (!existsSync(folder)) throw error // else another run was quicker
    }
  }
  return join(folder, 'chromium')
}
