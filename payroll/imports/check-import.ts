/** What the job of a check does. */
import type { Ledger } from '@/prisma/connect'
import type { CommandContext } from '../transaction/execute'
import type { CheckJob } from './begin-check'
import type { CheckContext } from './check-context'
import { checkFile } from './check-file'
import { takeCheck } from './take-check'

/**
 * Does the check that the job was asked for, as the person who asked for it; what they may do was looked at then. Harmless to do twice, or by two at a
 * time: the later attempt takes it over. @throws the store's errors, and those of a file that is gone.
 */
export async function checkImport(place: CheckContext, job: { id: string; data: CheckJob }, now: Date): Promise<void> {
  const { importId, actorId, requestId } = job.data
  const name = await nameOf(place.ledger, actorId)
  const call: CommandContext = { actor: { kind: 'user', id: actorId, name }, requestId, now, companies: null, idempotency: null }
  const taken = await takeCheck(place.ledger, call, importId, job.id)
  if (taken) await checkFile(place, taken, call)
}

async function nameOf(ledger: Ledger, userId: string): Promise<string> {
  const [user] = await ledger.$queryRaw<{ name: string }[]>`SELECT name FROM app_user WHERE id = ${userId}`
  return user?.name ?? userId
}
