import { z } from 'zod'
import { proposalRow } from '@/app/http/answers/bank-file-proposal'
import { route } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listProposals } from '@/payroll/statements/bank-file-proposals'

/** Bank files that people have brought: those that wait for a second person, then the newest. A new one is posted to /api/bank-messages. */
export const GET = route(
  { permission: 'runs:read', response: z.strictObject({ proposals: z.array(proposalRow) }) },
  async ({ ledger, session }) => ({
    proposals: await listProposals(ledger, viewerOf(session)),
  }),
)
