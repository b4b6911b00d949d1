import { z } from 'zod'
import { bankFilePreview, proposed } from '@/app/http/answers/bank-file-proposal'
import { receivedPage } from '@/app/http/answers/bank-message'
import { bankFileForm, proposeBankFileByHand } from '@/app/http/bank-file-by-hand'
import { route } from '@/app/http/handle'
import { viewerOf } from '@/app/http/viewer'
import { listReceived } from '@/payroll/statements/bank-messages'

const query = z.object({ dryRun: z.enum(['true', 'false']).default('false') })

const list = z.object({ find: z.string().max(100).optional(), before: z.uuid().optional() })

/** The files from the banks, the newest first, 50 at a time: `next` names the page after. */
export const GET = route(
  { permission: 'runs:read', query: list, response: receivedPage },
  ({ ledger, session, query: { find = null, before = null } }) => listReceived(ledger, viewerOf(session), { find, before }),
)

/** A bank's file by hand is proposed, for a second person to confirm. `dryRun=true` shows what it would change, and keeps nothing. */
export const POST = route(
  {
    permission: 'bank-files:apply',
    query,
    form: bankFileForm,
    statuses: [200, 201],
    response: z.union([proposed, bankFilePreview]),
    errors: ['not-all-yours', 'proposed-before', 'nothing-to-apply', 'effect-changed'],
  },
  (context) => proposeBankFileByHand(context, context.query.dryRun === 'true'),
)
