/** A payout's state as the document search holds of it. */
import { bucketOf, canonicalPayout, fingerprintOf } from '@/events/canonical'
import { exponentOf, isCurrency } from '@/events/money'
import type { PayoutState } from '@/events/read-event'
import { nameTerms, normalizeName, reversed } from './normalize-name'

/** The document of one payout at one version; `state` is the contract's state as it came. References and numbers are found in upper case. */
export function documentOf(state: PayoutState): Record<string, unknown> {
  const references = [state.endToEndId, state.bankReference, state.runReference].flatMap((each) =>
    each === null ? [] : [each.toUpperCase()],
  )
  return {
    kind: 'payout',
    id: state.id,
    version: state.version,
    nameTerms: nameTerms(state.beneficiaryName),
    references,
    referencesReversed: references.map(reversed),
    status: state.status,
    rail: state.rail,
    beneficiaryCountry: state.beneficiaryCountry,
    companyId: state.companyId,
    companyCode: state.companyCode,
    companyName: state.companyName,
    companyFolded: normalizeName(`${state.companyName} ${state.companyCode}`),
    currency: state.currency,
    reasonCode: state.reasonCode,
    period: state.period,
    bookedOn: state.bookedOn ?? null,
    valueDate: state.valueDate ?? null,
    employeeNumber: state.employeeNumber.toUpperCase(),
    accountLast4: state.accountLast4.toUpperCase(),
    accountHash: state.accountHash,
    amountMinor: state.amountMinor,
    exponent: isCurrency(state.currency) ? exponentOf(state.currency) : 2,
    statusSince: state.statusSince,
    state,
  }
}

/** The document as it is stored: with what a comparison asks of it, so that quick ones need not read it. `position` is the event's, in decimals. */
export function storedOf(state: PayoutState, position: string): Record<string, unknown> {
  const [fingerprintHigh, fingerprintLow] = fingerprintOf(canonicalPayout(state))
  return { ...documentOf(state), bucket: bucketOf(state.id), fingerprintHigh, fingerprintLow, position }
}
