/** What must be true before a relay publishes anything. */
import type { JournalConnection } from '@/payroll/journal/relay/connection'
import type { Horizon } from '@/payroll/journal/relay/journal'
import { isInRecovery, otherDatabase, unsafeSettings } from '@/payroll/journal/relay/leader'
import { gatewayStop } from '@/payroll/journal/relay/losses'
import type { Numbering } from '@/payroll/journal/relay/numbering'
import { HistoryBroken, MustStop, ToldByGateway } from './must-stop'

/** @throws MustStop when a committed event could vanish on this server, or the events of this era come from another one. */
export async function checkServer(connection: JournalConnection): Promise<void> {
  if (await isInRecovery(connection)) throw new MustStop('the database is a standby in recovery, where nothing is final')
  const unsafe = await unsafeSettings(connection)
  if (unsafe.length > 0) throw new MustStop(`committed events could be lost or held back for ever, because ${unsafe.join(' and ')}`)
  await checkSameDatabase(connection)
}

/** @throws HistoryBroken when the connection leads to another database than the one this era began in; ToldByGateway when the gateway finds another history. */
export async function checkSameDatabase(connection: JournalConnection): Promise<void> {
  const other = await otherDatabase(connection)
  if (other) throw new HistoryBroken(other)
  const stop = await gatewayStop(connection)
  if (stop) throw new ToldByGateway(stop)
}

/** Transaction ids that were published lie in the future after a restore. @throws HistoryBroken */
export function checkHorizon({ xmax }: Horizon, { cursor }: Numbering): void {
  if (BigInt(cursor.xid) >= xmax)
    throw new HistoryBroken(`transaction ${cursor.xid} was published, and the database has only come to ${xmax}: it was restored`)
}
