/** One structured logger per process. Names, accounts and secrets never reach a line. */
import pino, { type Logger } from 'pino'
import { traceFields } from './tracing'

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
  return pino({ name: process, level, redact: REDACTED, base: { process }, mixin: traceFields, timestamp: pino.stdTimeFunctions.isoTime })
}
