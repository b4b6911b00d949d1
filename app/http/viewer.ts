import type { Session } from '@/access/session'
import type { Viewer } from '@/payroll/transaction/viewer'

/** What the ledger's queries need to know of a session. */
export const viewerOf = ({ userId, companies }: Session): Viewer => ({ userId, companies })
