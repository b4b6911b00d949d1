import { z } from 'zod'
import { proposeBankFileByHand } from '@/app/http/bank-file-by-hand'
import { handle } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listReceived } from '@/payroll/queries/bank-messages'

const query = z.object({ dryRun: z.enum(['true', 'false']).default('false') })

/** The newest files from the banks. */
export const GET = handle({ permission: 'runs:read' }, async ({ ledger, session }) => ({
  messages: await listReceived(ledger, viewerOf(session)),
}))

/** A bank's file by hand is proposed, for a second person to confirm. `dryRun=true` shows what it would change, and keeps nothing. */
export const POST = handle({ permission: 'bank-files:apply', query }, (context) =>
  proposeBankFileByHand(context, context.query.dryRun === 'true'),
)
