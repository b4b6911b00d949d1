/** Which question of the certificate's marts proves a figure of the desk, and where its proof is. */
import type { QuestionName } from '@/finance/mart-questions'
import type { FigureName } from '@/finance/questions/question'
import type { DeskUrl } from './finance-url'

export const PROOF_OF: Readonly<Record<FigureName, QuestionName>> = {
  ...{ paid: 'fees-by-corridor', fees: 'fees-by-corridor', 'fee-per-payout': 'cost-per-payout', settlement: 'settlement-times' },
  ...{ failures: 'failures-by-reason', stopped: 'failures-by-reason' },
  ...{ ended: 'payouts-by-country', open: 'payouts-by-country', payouts: 'payouts-by-country' },
}

/** A file with question, answer, hash and certificate: by month and for every rail, as marts are. */
export function proofHref(question: QuestionName, { from, to, currency, company }: Partial<DeskUrl> = {}): string {
  const chosen = Object.entries({ question, from, to, currency, company }).filter((each): each is [string, string] => Boolean(each[1]))
  return `/api/finance/proof?${new URLSearchParams(chosen)}`
}
