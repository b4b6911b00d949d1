/** Bytes from the topic to an event of the newest version, or the reason why not. The only way in for every consumer. */
import type { z } from 'zod'
import { AUDIT_V1, type AuditDataV1, auditV1 } from './audit-v1'
import { envelope } from './envelope'
import { PAYOUT_TYPES, PAYOUT_V1, type PayoutDataV1, payoutV1 } from './payout-v1'
import { PAYROLL_RUN_TYPES, PAYROLL_RUN_V1, type PayrollRunDataV1, payrollRunV1 } from './payroll-run-v1'

/** The newest version of each kind's data. A new version goes here, with an upcaster from the one before in `SCHEMAS`. */
export type PayoutData = PayoutDataV1
export type PayoutState = PayoutData['payout']
export type PayrollRunData = PayrollRunDataV1
export type AuditData = AuditDataV1

type Meta = { id: string; type: string; time: string; subject: string; version: number }
export type PayoutEvent = Meta & { kind: 'payout'; data: PayoutData }
export type PayrollRunEvent = Meta & { kind: 'payroll-run'; data: PayrollRunData }
export type AuditEvent = Meta & { kind: 'audit'; data: AuditData }
export type Event = PayoutEvent | PayrollRunEvent | AuditEvent

/** What could not be read, and why; it is dead-lettered, never skipped. */
export type Unreadable = { kind: 'unreadable'; reason: string }

/** A payout's state as a copy stores it; null when it is not one. */
export const readPayoutState = (value: unknown): PayoutState | null => payoutV1.shape.payout.safeParse(value).data ?? null

type Released = { kind: Event['kind']; data: z.ZodType; types: ReadonlySet<string> | null; upcast: (data: unknown) => unknown }

const asItIs = (data: unknown): unknown => data

/** Every version ever released, by its `dataschema`. */
const SCHEMAS: Readonly<Record<string, Released>> = {
  [PAYOUT_V1]: { kind: 'payout', data: payoutV1, types: new Set(PAYOUT_TYPES), upcast: asItIs },
  [PAYROLL_RUN_V1]: { kind: 'payroll-run', data: payrollRunV1, types: new Set(PAYROLL_RUN_TYPES), upcast: asItIs },
  [AUDIT_V1]: { kind: 'audit', data: auditV1, types: null, upcast: asItIs },
}

const unreadable = (reason: string): Unreadable => ({ kind: 'unreadable', reason })

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'event'}: ${issue.message}` : 'event: malformed'
}

/** Reads one message value. Unknown fields are tolerated; an unknown type or schema version is Unreadable. */
export function readEvent(value: Uint8Array | string | null): Event | Unreadable {
  if (value === null) return unreadable('the message has no value')
  let json: unknown
  try {
    json = JSON.parse(typeof value === 'string' ? value : new TextDecoder('utf-8', { fatal: true }).decode(value))
  } catch {
    return unreadable('the message is not JSON in UTF-8')
  }
  const outer = envelope.safeParse(json)
  if (!outer.success) return unreadable(firstIssue(outer.error))
  const { id, type, time, subject, sequence, dataschema } = outer.data
  const released = Object.hasOwn(SCHEMAS, dataschema) ? SCHEMAS[dataschema] : undefined
  if (!released) return unreadable(`dataschema ${dataschema} is unknown`)
  if (released.types ? !released.types.has(type) : !type.startsWith(`${released.kind}.`)) return unreadable(`type ${type} is unknown`)
  const data = released.data.safeParse(outer.data.data)
  if (!data.success) return unreadable(`data.${firstIssue(data.error)}`)
  const version = Number(sequence)
  return { kind: released.kind, id, type, time, subject, version, data: released.upcast(data.data) } as Event
}
