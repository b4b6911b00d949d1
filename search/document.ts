/** A payout's state as the document search holds of it. */
import { exponentOf, isCurrency } from '@/events/money'
import type { PayoutState } from '@/events/read-event'
import { fold } from './fold'

const TAIL_MIN = 4
const TAIL_MAX = 12

/** The document of one payout at one version; `state` is the contract's state as it came. */
export function documentOf(state: PayoutState): Record<string, unknown> {
  const references = [state.endToEndId, state.bankReference, state.runReference].filter((each) => each !== null)
  return {
    kind: 'payout',
    id: state.id,
    version: state.version,
    nameFolded: fold(state.beneficiaryName),
    references,
    referenceTails: [...new Set(references.flatMap(tails))],
    status: state.status,
    rail: state.rail,
    beneficiaryCountry: state.beneficiaryCountry,
    companyId: state.companyId,
    companyCode: state.companyCode,
    companyName: state.companyName,
    companyFolded: fold(`${state.companyName} ${state.companyCode}`),
    currency: state.currency,
    reasonCode: state.reasonCode,
    period: state.period,
    employeeNumber: state.employeeNumber,
    accountLast4: state.accountLast4,
    accountHash: state.accountHash,
    amountMinor: state.amountMinor,
    exponent: isCurrency(state.currency) ? exponentOf(state.currency) : 2,
    statusSince: state.statusSince,
    state,
  }
}

/** The last 4 to 12 characters, upper case: people read the end of a reference aloud. */
function tails(reference: string): string[] {
  const upper = reference.toUpperCase()
  return Array.from({ length: TAIL_MAX - TAIL_MIN + 1 }, (_, index) => upper.slice(-(TAIL_MIN + index)))
}
