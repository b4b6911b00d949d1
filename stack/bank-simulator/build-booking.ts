/** What the bank says it has booked: a debit notification (camt.054.001.08) or an account statement (camt.053.001.08). */
import { controlSum } from '@/bank/control-sum'
import type { PaymentBlock } from '@/bank/credit-transfer'
import { looksLikeIban } from '@/bank/iban'
import { decimalOf } from '@/events/money'
import type { BookedBlock, OtherEntry, Paid } from './booked'
import { type BookingKind, isBookedAsOne } from './profile'
import { statementBalances } from './statement-balances'
import { document, type Tree } from './xml'

export type Booking = {
  kind: BookingKind
  messageId: string
  createdAt: string
  originalMessageId: string
  blocks: readonly BookedBlock[]
  others: readonly OtherEntry[]
}

const ELEMENTS = {
  'camt.053': { message: 'BkToCstmrStmt', part: 'Stmt' },
  'camt.054': { message: 'BkToCstmrDbtCdtNtfctn', part: 'Ntfctn' },
} as const

/** A notification or statement per account: an entry per block, then the other ones. */
export function buildBooking(booking: Booking): string {
  const { message, part } = ELEMENTS[booking.kind]
  const byAccount = Map.groupBy(booking.blocks, ({ block }) => block.debtor.account)
  return document(`urn:iso:std:iso:20022:tech:xsd:${booking.kind}.001.08`, {
    [message]: {
      GrpHdr: { MsgId: booking.messageId, CreDtTm: booking.createdAt },
      [part]: [...byAccount].map(([account, blocks], i) => partOf(booking, account, blocks, `${booking.messageId}-${i + 1}`)),
    },
  })
}

function partOf(booking: Booking, account: string, blocks: readonly BookedBlock[], id: string): Tree {
  const others = booking.others.filter((other) => other.account === account)
  return {
    Id: id,
    CreDtTm: booking.createdAt,
    Acct: {
      Id: looksLikeIban(account) ? { IBAN: account } : { Othr: { Id: account } },
      Svcr: { FinInstnId: { BICFI: blocks[0]?.block.debtor.bic } },
    },
    Bal: booking.kind === 'camt.053' ? statementBalances(blocks, others, dayOf(booking)) : undefined,
    Ntry: [...blocks.map((booked) => blockEntry(booked, booking)), ...others.map((other) => otherEntry(other, booking))],
  }
}

const dayOf = ({ createdAt }: Booking): string => createdAt.slice(0, 10)

function blockEntry({ block, entryReference, bankReference, paid }: BookedBlock, booking: Booking): Tree {
  const sum: Tree = { '@Ccy': block.currency, '#text': controlSum(paid) }
  return {
    NtryRef: entryReference,
    Amt: sum,
    CdtDbtInd: 'DBIT',
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: dayOf(booking) },
    ValDt: { Dt: dayOf(booking) },
    AcctSvcrRef: bankReference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: 'ICDT', SubFmlyCd: block.rail === 'sepa' ? 'ESCT' : 'XBCT' } } },
    NtryDtls: {
      Btch: {
        MsgId: booking.originalMessageId,
        PmtInfId: block.paymentInformationId,
        NbOfTxs: paid.length,
        TtlAmt: sum,
        CdtDbtInd: 'DBIT',
      },
      TxDtls: isBookedAsOne(block) ? [] : paid.map((payment) => transaction(payment, block, booking)),
    },
  }
}

function transaction(paid: Paid, block: PaymentBlock, booking: Booking): Tree {
  const money = (minor: bigint): Tree => ({ '@Ccy': paid.currency, '#text': decimalOf(minor, paid.currency) })
  return {
    Refs: {
      MsgId: booking.originalMessageId,
      AcctSvcrRef: paid.bankReference,
      PmtInfId: block.paymentInformationId,
      InstrId: paid.instructionId,
      EndToEndId: paid.endToEndId,
    },
    Amt: money(paid.amountMinor),
    CdtDbtInd: 'DBIT',
    Chrgs: { Rcrd: { Amt: money(paid.chargeMinor), CdtDbtInd: 'DBIT', ChrgInclInd: 'false' } },
  }
}

function otherEntry(other: OtherEntry, booking: Booking): Tree {
  const debit = other.direction === 'debit'
  const amount: Tree = { '@Ccy': other.currency, '#text': decimalOf(other.amountMinor, other.currency) }
  return {
    NtryRef: other.reference,
    Amt: amount,
    CdtDbtInd: debit ? 'DBIT' : 'CRDT',
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: dayOf(booking) },
    ValDt: { Dt: dayOf(booking) },
    AcctSvcrRef: other.reference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: debit ? 'ICDT' : 'RCDT', SubFmlyCd: 'ESCT' } } },
    NtryDtls: {
      TxDtls: {
        Refs: { EndToEndId: other.endToEndId ?? 'NOTPROVIDED' },
        Amt: amount,
        CdtDbtInd: debit ? 'DBIT' : 'CRDT',
        RltdPties: { [debit ? 'Cdtr' : 'Dbtr']: { Pty: { Nm: other.name } } },
        RmtInf: { Ustrd: other.text },
      },
    },
  }
}
