/** One payment within an entry (`TxDtls`), of camt.053 and camt.054 in every version. */
import { type BankAmount, bankAmount } from './amount'
import { chargesOf, withoutIncluded } from './charges'
import { returnReason } from './reasons'
import { LINES_MAX, reference, words } from './references'
import type { BookedTransaction } from './report-types'
import { many, type Node, one, text } from './xml-node'

export type FoldedTransaction = {
  line: number
  /** DBIT or CRDT, where the payment says so itself. */
  indicator: string | null
  booked: BookedTransaction
  /** The bank's own words about it. */
  remark: string | null
  /** What it moved on the account, which may be more or less than was instructed. */
  moved: BankAmount | null
  debtor: Party
  creditor: Party
  /** The bank marks it as a return by its transaction code. */
  returned: boolean
  problems: string[]
}

type Party = BookedTransaction['counterparty']

export function foldTransaction(node: Node, line: number): FoldedTransaction {
  const problems: string[] = []
  const refs = one(node, 'Refs')
  return {
    line,
    indicator: text(node, 'CdtDbtInd'),
    debtor: party(node, 'Dbtr'),
    creditor: party(node, 'Cdtr'),
    returned: saysReturned(node),
    moved: firstOf(one(node, 'AmtDtls', 'TxAmt', 'Amt'), one(node, 'Amt'), one(node, 'AmtDtls', 'InstdAmt', 'Amt')),
    remark: words(text(node, 'AddtlTxInf')),
    problems,
    booked: {
      endToEndId: reference(refs, 'EndToEndId'),
      instructionId: reference(refs, 'InstrId'),
      messageId: reference(refs, 'MsgId'),
      paymentInformationId: reference(refs, 'PmtInfId'),
      bankReference: reference(refs, 'AcctSvcrRef'),
      amount: amountIn(node, problems),
      charges: chargesOf(node, (problem) => problems.push(problem)),
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

/** Where it stands differs by version and bank; the amount as instructed is the one we can match. */
function amountIn(node: Node, problems: string[]): BankAmount | null {
  const booked = one(node, 'Amt')
  for (const found of [one(node, 'AmtDtls', 'InstdAmt', 'Amt'), one(node, 'AmtDtls', 'TxAmt', 'Amt'), booked]) {
    const amount = bankAmount(found)
    if (amount === null) continue
    if ('amountMinor' in amount) return found === booked ? withoutIncluded(amount, node) : amount
    problems.push(amount.problem)
    return null
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
