/** What waits for a person on each desk: the counters of the rail. */
import { may } from '@/access/permissions'
import type { Session } from '@/access/session'
import { countExceptionsFor } from '@/payroll/exceptions/exceptions'
import { countNeedingApproval } from '@/payroll/runs/list-runs'
import { countProposalsFor } from '@/payroll/statements/bank-file-proposals'
import type { DeskPath } from './desks'
import { server } from './http/server'
import { viewerOf } from './http/viewer'

/** Only what this person can do something about is counted. */
export async function deskCounts(session: Session): Promise<Partial<Record<DeskPath, number>>> {
  if (!may(session, 'runs:approve')) return {}
  const { ledger } = server()
  const viewer = viewerOf(session)
  const [runs, findings, files] = await Promise.all([
    countNeedingApproval(ledger, viewer),
    may(session, 'findings:resolve') ? countExceptionsFor(ledger, viewer) : 0,
    may(session, 'bank-files:apply') ? countProposalsFor(ledger, viewer) : 0,
  ])
  return { '/payroll': runs + findings + files }
}
