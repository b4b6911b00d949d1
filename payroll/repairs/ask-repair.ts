/** A person asks for a repair of a copy, or takes that back. The process that writes the copy does it. */
import { randomUUID } from 'node:crypto'
import { CANCELLABLE, type CopyRepairKind, type RepairState, type ReplayScope } from '@/operations/repairs/repair'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'
import type { Asked } from './replayed'
import { scopeOf } from './scope'

export type AskedRepair = { id: string; state: RepairState; version: number }

/** @param asked which payouts, where it is about some. Rejections: `unsuited` while one of the kind is under way, and those of `scopeOf`. */
export function askRepair(
  ledger: Ledger,
  call: CommandContext,
  kind: CopyRepairKind,
  reason: string,
  asked: Asked = {},
): Promise<CommandResult<AskedRepair>> {
  return execute<AskedRepair>(ledger, call, async (tx) => {
    // Two who ask at once: the second waits here, and finds the first.
    await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`repair ${kind}`}, 0))) AS taken`
    const [open] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM repair WHERE kind = ${kind} AND ended_at IS NULL`
    if (open) return { code: 'unsuited', because: 'One is under way already. Wait until it has ended, or cancel it.' }
    const scope = await scopeOf(tx, kind, asked)
    if (scope !== null && 'code' in scope) return scope
    const id = randomUUID()
    await tx.$executeRaw`
      INSERT INTO repair (id, kind, state, reason, asked_by, asked_at, scope)
      VALUES (${id}::uuid, ${kind}, 'asked', ${reason}, ${call.actor.id}, ${call.now}, ${scope === null ? null : JSON.stringify(scope)}::jsonb)`
    const about = scope === null ? {} : namedIn(scope)
    await appendAudit(tx, { act: 'audit.repair-asked', about: { type: 'repair', id }, detail: { kind, ...about } }, factOf(call, reason))
    return { id, state: 'asked', version: 1 }
  })
}

/** For the history. */
const namedIn = ({ payouts, copies, mismatch, stretch, mart }: ReplayScope) =>
  mart
    ? { copies, mart, mismatch }
    : stretch
      ? { copies, position: stretch.position, upTo: stretch.upTo }
      : { payouts: payouts.map((each) => each.id), copies, mismatch }

/** Rejections: `not-found`; `wrong-state` once it is proven, for it is in its place within a second, and once two people have decided. */
export function cancelRepair(ledger: Ledger, call: CommandContext, id: string, reason: string): Promise<CommandResult<AskedRepair>> {
  return execute<AskedRepair>(ledger, call, async (tx) => {
    const [found] = await tx.$queryRaw<{ kind: string; state: RepairState; version: number; isConfirmed: boolean }[]>`
      SELECT kind, state, version, confirmed_by IS NOT NULL AS "isConfirmed" FROM repair WHERE id = ${id}::uuid FOR UPDATE`
    if (!found) return { code: 'not-found', what: 'repair' }
    if (!CANCELLABLE.includes(found.state)) return { code: 'wrong-state', what: 'repair', status: found.state, wanted: 'under way' }
    if (found.isConfirmed) return { code: 'wrong-state', what: 'repair', status: 'confirmed', wanted: 'under way' }
    const version = found.version + 1
    await tx.$executeRaw`
      UPDATE repair SET state = 'cancelled', version = ${version}, cancelled_by = ${call.actor.id}, outcome = ${reason}, ended_at = ${call.now}
      WHERE id = ${id}::uuid`
    await appendAudit(
      tx,
      { act: 'audit.repair-cancelled', about: { type: 'repair', id }, detail: { kind: found.kind } },
      factOf(call, reason),
    )
    return { id, state: 'cancelled', version }
  })
}
