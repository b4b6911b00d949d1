import { z } from 'zod'
import { applyBankFileByHand } from '@/app/http/apply-bank-file'
import { handle } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listReceived } from '@/payroll/queries/bank-messages'

const query = z.object({ dryRun: z.enum(['true', 'false']).default('false') })

/** The newest files from the banks. */
export const GET = handle({ permission: 'runs:read' }, async ({ ledger, session }) => ({
  messages: await listReceived(ledger, viewerOf(session)),
}))

/** A bank's file by hand, by the same path as the inbox folder. `dryRun=true` shows what it would change, and changes nothing. */
export const POST = handle({ permission: 'bank-files:apply', query }, (context) =>
  applyBankFileByHand(context, context.query.dryRun === 'true'),
)
