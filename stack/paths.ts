import { join } from 'node:path'

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..')
export const STACK = import.meta.dirname
/** Everything the local stack keeps: data, logs, secrets and downloaded jars. Ignored by git. */
export const KEPT = join(ROOT, '.payledger')
/** The demo's data; what `npm run reset` removes. */
export const DATA = join(KEPT, 'data')
export const LOGS = join(KEPT, 'logs')
export const JARS = join(KEPT, 'jars')
export const FINANCE = join(KEPT, 'finance')
export const BANK = join(KEPT, 'bank')
