import { BANK, FINANCE, IMPORTS } from './paths'
import { demoSecrets } from './secrets'

/** Every variable of PayLedger that names no server, with the local demo's value where the environment has none. */
export function demoVariables(appUrl = 'http://127.0.0.1:3000'): Record<string, string> {
  const { APP_URL, FINANCE_DIR, BANK_DIR, IMPORT_DIR } = process.env
  return {
    ...demoSecrets(),
    APP_URL: APP_URL || appUrl,
    FINANCE_DIR: FINANCE_DIR || FINANCE,
    BANK_DIR: BANK_DIR || BANK,
    IMPORT_DIR: IMPORT_DIR || IMPORTS,
  }
}
