/** What waits for a person on each desk: the counters of the rail. */
import { may } from '@/access/permissions'
import type { Session } from '@/access/session'
import { countExceptionsFor } from '@/payroll/exceptions/exceptions'
import { countNeedingApproval } from '@/payroll/runs/list-runs'
import { countChangesFor } from '@/payroll/set-up/changes'
import { countProposalsFor } from '@/payroll/statements/bank-file-proposals'
import type { DeskPath } from './desks'
import { server } from './http/server'
import { viewerOf } from './http/viewer'

/** Only what this person can do something about is counted. */
export async function deskCounts(session: Session): Promise<Partial<Record<DeskPath, number>>> {
  const { ledger } = server()
  const setUp = may(session, 'set-up:change') ? { '/set-up': await countChangesFor(ledger, session.userId) } : {}
  if (!may(session, 'runs:approve')) return setUp
  const viewer = viewerOf(session)
  const [runs, findings, files] = await Promise.all([
    countNeedingApproval(ledger, viewer),
    may(session, 'findings:resolve') ? countExceptionsFor(ledger, viewer) : 0,
    may(session, 'bank-files:apply') ? countProposalsFor(ledger, viewer) : 0,
  ])
  return { ...setUp, '/payroll': runs + findings + files }
}
