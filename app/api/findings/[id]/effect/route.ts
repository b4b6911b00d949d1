import { z } from 'zod'
import { describedChange } from '@/app/http/answers/bank-file-proposal'
import { archivedIn } from '@/app/http/archived'
import { route } from '@/app/http/handle'
import { byId } from '@/app/http/inputs'
import { problemOf } from '@/app/http/problem'
import { viewerOf } from '@/app/http/viewer'
import { readException } from '@/payroll/exceptions/exceptions'
import { previewQuarantined } from '@/payroll/exceptions/quarantined-message'
import { describeChanges } from '@/payroll/statements/payment-changes'
import { isRejection } from '@/payroll/transaction/rejections'

const CHANGES_SHOWN = 200

/** What applying a message that was set aside would do now, payment by payment; `effect` is what its confirmation names. */
export const GET = route(
  {
    permission: 'findings:resolve',
    params: byId,
    response: z.strictObject({ effect: z.string(), total: z.int(), changes: z.array(describedChange) }),
  },
  async ({ ledger, session, params, call, bankDir, traceId }) => {
    const finding = await readException(ledger, viewerOf(session), params.id)
    if (!finding) return problemOf({ code: 'not-found', what: 'finding' }, traceId)
    const would = await previewQuarantined(ledger, call(), params.id, archivedIn(bankDir))
    if (isRejection(would)) return problemOf(would, traceId)
    const { changes, effect } = would
    return { effect, total: changes.length, changes: await describeChanges(ledger, changes.slice(0, CHANGES_SHOWN)) }
  },
)
