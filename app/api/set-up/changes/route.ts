import { z } from 'zod'
import { changeRow, setUpChanged } from '@/app/http/answers/set-up'
import { route } from '@/app/http/handle'
import { maskedChange } from '@/app/http/masked-change'
import { setUpChange } from '@/app/http/set-up-inputs'
import { changeSetUp } from '@/payroll/set-up/change-set-up'
import { listChanges } from '@/payroll/set-up/changes'

/** Changes that wait for a second administrator, then the newest that were decided. */
export const GET = route({ permission: 'set-up:read', response: z.strictObject({ changes: z.array(changeRow) }) }, async ({ ledger }) => ({
  changes: (await listChanges(ledger)).map(maskedChange),
}))

/** Changes the set-up, or proposes the change where it takes a second administrator; `changeId` is of the proposal then. */
export const POST = route(
  {
    permission: 'set-up:change',
    body: setUpChange,
    statuses: [201],
    response: setUpChanged,
    errors: ['not-found', 'field', 'unsuited', 'proposed-before'],
  },
  async ({ ledger, sendsMail, body: { reason, ...change }, call, answer }) =>
    answer(await changeSetUp(ledger, call(), change, reason, sendsMail), ({ changeId }) =>
      changeId ? `/api/set-up/changes/${changeId}` : '/api/set-up/companies',
    ),
)
