/** A person asks a process to end itself, so that its supervisor starts it again. */
import { randomUUID } from 'node:crypto'
import { THRESHOLD_MS } from '@/operations/thresholds'
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../journal/append-audit'
import { factOf } from '../runs/change-run'
import { type CommandContext, type CommandResult, execute } from '../transaction/execute'

export type AskedRestart = { id: string; process: string; instance: string }

/**
 * Asks it of one instance, which its next beat tells; asked again, nothing is added. Rejections: `unsuited` when that instance beats no more, because it has
 * ended, another has taken its place, or it cannot reach the ledger and so would never learn of it.
 */
export function askRestart(ledger: Ledger, call: CommandContext, instance: string, reason: string): Promise<CommandResult<AskedRestart>> {
  return execute<AskedRestart>(ledger, call, async (tx) => {
    // Its beat waits until this is committed, and two who ask at once wait for each other.
    const [worker] = await tx.$queryRaw<{ process: string; silentMs: number }[]>`
      SELECT regexp_replace(process, '-standby$', '') AS process, (extract(epoch FROM clock_timestamp() - beat_at) * 1000)::float AS "silentMs"
      FROM heartbeat WHERE instance = ${instance}::uuid FOR UPDATE`
    if (!worker)
      return { code: 'unsuited', because: 'This process has ended or was started again since you looked. Nothing was asked for.' }
    if (worker.silentMs > THRESHOLD_MS.silence)
      return { code: 'unsuited', because: 'This process does not respond, so it cannot be asked. Whoever supervises it must restart it.' }
    const { process } = worker
    const [asked] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM worker_restart WHERE instance = ${instance}::uuid`
    if (asked) return { id: asked.id, process, instance }
    const id = randomUUID()
    await tx.$executeRaw`
      INSERT INTO worker_restart (id, process, instance, reason, asked_by)
      VALUES (${id}::uuid, ${process}, ${instance}::uuid, ${reason}, ${call.actor.id})`
    await appendAudit(
      tx,
      { act: 'audit.restart-asked', about: { type: 'worker', id: process }, detail: { restart: id, instance } },
      factOf(call, reason),
    )
    return { id, process, instance }
  })
}
