/** Version 1 of the audit event: an act that changed no payout. Released: it never changes. */
import { z } from 'zod'
import { actor } from './envelope'

export const AUDIT_V1 = 'urn:payledger:audit:1'

export const auditV1 = z.object({
  about: z.object({ type: z.string(), id: z.string() }),
  act: z.string(),
  actor,
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})

export type AuditDataV1 = z.infer<typeof auditV1>
