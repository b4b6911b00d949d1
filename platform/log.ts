/** One structured logger per process. Names, accounts and secrets never reach a line. */
import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

const REDACTED = [
  'account',
  '*.account',
  'beneficiaryName',
  '*.beneficiaryName',
  'employeeName',
  '*.employeeName',
  'cookie',
  '*.cookie',
  'authorization',
  '*.authorization',
  'password',
  '*.password',
  'req.headers.cookie',
  'req.headers.authorization',
]

/** A JSON-lines logger on standard output, named after its process. */
export function createLog(process: string, level = 'info'): Logger {
  return pino({ name: process, level, redact: REDACTED, base: { process }, timestamp: pino.stdTimeFunctions.isoTime })
}
