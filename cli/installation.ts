/** The installation itself, for commands that work on its machine: as the owner of its variables, past the door. */

import { randomUUID } from 'node:crypto'
import { createAuth } from '@/access/auth'
import type { CommandContext } from '@/payroll/transaction/execute'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { readConfig } from '@/platform/config'

export type Installation = {
  ledger: ReturnType<typeof openLedger>
  auth: ReturnType<typeof createAuth>
  secret: string
  appUrl: string
  /** A call of whoever works on the machine. */
  call(now: Date): CommandContext
}

/** The database as its owner (DATABASE_URL), for what no process may do. */
export async function withOwner<T>(work: (installation: Pick<Installation, 'ledger' | 'call'>) => Promise<T>): Promise<T> {
  const ledger = openLedger(readConfig('DATABASE_URL').DATABASE_URL, 2)
  try {
    return await work({ ledger, call })
  } finally {
    await ledger.$disconnect()
  }
}

/** Opens it for `work` and closes it. @throws Error that names every variable that is missing. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = readConfig('DATABASE_URL_APP', 'AUTH_SECRET', 'APP_URL')
  const ledger = openLedger(config.DATABASE_URL_APP, 2)
  try {
    return await work({
      ledger,
      auth: createAuth({ ledger, secret: config.AUTH_SECRET, appUrl: config.APP_URL }),
      secret: config.AUTH_SECRET,
      appUrl: config.APP_URL,
      call,
    })
  } finally {
    await ledger.$disconnect()
  }
}

const call = (now: Date): CommandContext => ({
  actor: { kind: 'process', id: 'command-line', name: 'Command line' },
  requestId: randomUUID(),
  now,
  companies: null,
  idempotency: null,
})
