import { join } from 'node:path'

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..')
export const STACK = import.meta.dirname
/** Everything the local stack keeps: data, logs and secrets. Ignored by git. Tests name a folder of their own, so that they run beside the demo. */
export const KEPT = process.env.PAYLEDGER_DIR || join(ROOT, '.payledger')
/** The demo's data; what `npm run reset` removes. */
export const DATA = join(KEPT, 'data')
export const LOGS = join(KEPT, 'logs')
export const JARS = join(ROOT, '.payledger/jars')
export const FINANCE = join(KEPT, 'finance')
export const BANK = join(KEPT, 'bank')
export const IMPORTS = join(KEPT, 'imports')
