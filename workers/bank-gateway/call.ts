import { randomUUID } from 'node:crypto'
import type { CommandContext } from '@/payroll/transaction/execute'

/** The gateway acts in its own name, for every company; the files and rows it works on are its idempotency. */
export const gatewayCall = (now: Date): CommandContext => ({
  actor: { kind: 'process', id: 'bank-gateway', name: 'Bank gateway' },
  requestId: randomUUID(),
  now,
  companies: null,
  idempotency: null,
})
