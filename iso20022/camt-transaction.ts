/** One payment within an entry (`TxDtls`), of camt.053 and camt.054 in every version. */
import { type BankAmount, bankAmount } from './amount'
import { chargesOf } from './charges'
import { returnReason } from './reasons'
import { detached, LINES_MAX, reference, words } from './references'
import type { BookedTransaction } from './report-types'
import { many, type Node, one, text } from './xml-node'

export type ReducedTransaction = {
  line: number
  /** DBIT or CRDT, where the payment says so itself. */
  indicator: string | null
  booked: BookedTransaction
  /** The bank's own words about it. */
  remark: string | null
  /** What it moved on the account, which may be more or less than was instructed. */
  moved: BankAmount | null
  /** `booked.amount` is what moved, charges included, for no other amount is given. */
  isGross: boolean
  /** What it moved in another currency than `booked.amount`. */
  converted: readonly Converted[]
  debtor: Party
  creditor: Party
  /** The bank marks it as a return by its transaction code. */
  returned: boolean
  /** The bank marks it as a charge of its own. */
  isCharge: boolean
  problems: string[]
}

/** `isGross`: with the charges that are in it. */
type Converted = BankAmount & { isGross: boolean }

type Party = BookedTransaction['counterparty']

/**
 * The values of a TxDtls (EntryTransaction of camt.053 and camt.054), amounts in minor units; what it contradicts itself in are its problems. Never
 * throws.
 */
export function reduceTransaction(node: Node, line: number): ReducedTransaction {
  const problems: string[] = []
  const refs = one(node, 'Refs')
  const { amount, isGross } = amountIn(node, problems)
  return {
    line,
    indicator: text(node, 'CdtDbtInd'),
    debtor: party(node, 'Dbtr'),
    creditor: party(node, 'Cdtr'),
    returned: saysReturned(node),
    isCharge: saysCharge(node),
    isGross,
    converted: convertedIn(node, amount),
    moved: firstOf(one(node, 'AmtDtls', 'TxAmt', 'Amt'), one(node, 'Amt'), one(node, 'AmtDtls', 'InstdAmt', 'Amt')),
    remark: words(text(node, 'AddtlTxInf')),
    problems,
    booked: {
      endToEndId: reference(refs, 'EndToEndId'),
      instructionId: reference(refs, 'InstrId'),
      messageId: reference(refs, 'MsgId'),
      paymentInformationId: reference(refs, 'PmtInfId'),
      bankReference: reference(refs, 'AcctSvcrRef'),
      amount,
      charges: chargesOf(node, (problem) => problems.push(problem)),
      accountAmount: null,
      exchangeRate: rateIn(node),
      returnReason: returnReason(node),
      counterparty: null,
      information: words(
        text(node, 'AddtlTxInf'),
        ...many(one(node, 'RmtInf'), 'Ustrd')
          .slice(0, LINES_MAX)
          .map((line) => text(line)),
      ),
    },
  }
}

/** Whether the bank's transaction code says that a payment came back: by the ISO sub-family, or by the German code (NRTI, or 159). */
export function saysReturned(node: Node): boolean {
  const code = one(node, 'BkTxCd')
  const subFamily = text(code, 'Domn', 'Fmly', 'SubFmlyCd')
  // RRTN: reversal due to a return; RPCR: reversal due to a cancellation request.
  return subFamily === 'RRTN' || subFamily === 'RPCR' || /^NRTI(?:\+|$)|(?:^|\+)159(?:\+|$)/.test(text(code, 'Prtry', 'Cd') ?? '')
}

/** ISO 20022 bank transaction codes, sub-families of charges: charges, commissions of any kind, fees. */
const CHARGE_CODES: ReadonlySet<string> = new Set(['CHRG', 'COMM', 'COME', 'COMI', 'COMT', 'FEES'])

/** Whether the bank's transaction code says that it is a charge by itself: by the ISO sub-family, by SWIFT's type, or by the German code. */
export function saysCharge(node: Node): boolean {
  const code = one(node, 'BkTxCd')
  const subFamily = text(code, 'Domn', 'Fmly', 'SubFmlyCd')
  return CHARGE_CODES.has(subFamily ?? '') || /^NCHG(?:\+|$)|(?:^|\+)808(?:\+|$)/.test(text(code, 'Prtry', 'Cd') ?? '')
}

/** Where it stands differs by version and bank; the amount as instructed is the one we can match. */
function amountIn(node: Node, problems: string[]): { amount: BankAmount | null; isGross: boolean } {
  const booked = one(node, 'Amt')
  for (const found of [one(node, 'AmtDtls', 'InstdAmt', 'Amt'), one(node, 'AmtDtls', 'TxAmt', 'Amt'), booked]) {
    const amount = bankAmount(found)
    if (amount === null) continue
    if ('amountMinor' in amount) return { amount, isGross: found === booked }
    problems.push(amount.problem)
    break
  }
  return { amount: null, isGross: false }
}

/** The amount as instructed, of an entry (`AmtDtls`) whose payment gives none itself. */
export const instructedIn = (node: Node): BankAmount | null => firstOf(one(node, 'AmtDtls', 'InstdAmt', 'Amt'))

const NO_AMOUNTS: readonly Converted[] = []

function convertedIn(node: Node, instructed: BankAmount | null): readonly Converted[] {
  const details = one(node, 'AmtDtls')
  const found = [
    { amount: firstOf(one(node, 'Amt')), isGross: true },
    { amount: firstOf(one(details, 'TxAmt', 'Amt')), isGross: false },
    { amount: firstOf(one(details, 'CntrValAmt', 'Amt')), isGross: false },
  ]
  const others = found.flatMap(({ amount, isGross }) =>
    amount && amount.currency !== instructed?.currency ? [{ ...amount, isGross }] : [],
  )
  return others.length === 0 ? NO_AMOUNTS : others
}

/** The rate stands with any of the amounts. More digits than ISO 20022 has in it (BaseOneRate: 11, 10 of them decimals) are no rate. */
export function rateIn(node: Node): string | null {
  const details = one(node, 'AmtDtls')
  for (const element of ['InstdAmt', 'TxAmt', 'CntrValAmt', 'AnncdPstngAmt']) {
    const rate = text(details, element, 'CcyXchg', 'XchgRate')
    if (rate !== null && /^(?=[\d.]{1,22}$)\d+(?:\.\d+)?$/.test(rate))
      return detached(rate.replace(/^0+(?=\d)/, '').replace(/\.0*$|(\.\d*[1-9])0+$/, '$1'))
  }
  return null
}

function firstOf(...nodes: (Node | undefined)[]): BankAmount | null {
  const amount = nodes.map(bankAmount).find((each) => each !== null)
  return amount && 'amountMinor' in amount ? amount : null
}

function party(node: Node, role: 'Dbtr' | 'Cdtr'): Party {
  const parties = one(node, 'RltdPties')
  if (parties === undefined) return null
  const name = text(parties, role, 'Nm') ?? text(parties, role, 'Pty', 'Nm')
  const account = text(parties, `${role}Acct`, 'Id', 'IBAN') ?? text(parties, `${role}Acct`, 'Id', 'Othr', 'Id')
  return name === null && account === null ? null : { name: words(name), account: words(account) }
}
