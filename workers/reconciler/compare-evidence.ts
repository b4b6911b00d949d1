/** The states of payments held against what the bank has said of them. */
import type { Difference } from '@/operations/compare/difference'
import type { Itself } from '@/operations/compare/ledger-with-itself'
import { statesApart } from '@/payroll/statements/states-apart'
import type { Ledger } from '@/payroll/transaction/open-ledger'

const NAMED_MAX = 500

/** @throws when Postgres does not answer. */
export async function compareEvidence(ledger: Ledger): Promise<Itself> {
  const apart = await statesApart(ledger, NAMED_MAX)
  const differences = apart.map(
    ({ payoutId, state, evidence }): Difference => ({
      ...{ store: 'ledger', kind: 'payout', subject: payoutId, cause: 'does-not-add-up' },
      fields: [{ field: 'status', expected: `${evidence}, as the bank’s files say`, actual: state }],
    }),
  )
  return { differences, isComplete: apart.length < NAMED_MAX }
}
