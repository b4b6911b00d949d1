/** The app's log. Made at first use, because `next build` evaluates route modules without any configuration. */
import { readConfig } from '@/platform/config'
import { createLog, type Logger } from '@/platform/log'

const shared = globalThis as { payledgerLog?: Logger }

export function appLog(): Logger {
  shared.payledgerLog ??= createLog('app', readConfig('LOG_LEVEL').LOG_LEVEL)
  return shared.payledgerLog
}
