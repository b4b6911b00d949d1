/** What the bank says it has booked: a debit notification (camt.054.001.08) or an account statement (camt.053.001.08). */

import { looksLikeIban } from '@/accounts/iban'
import { decimalOf } from '@/events/money'
import { controlSum } from '@/iso20022/control-sum'
import type { PaymentBlock } from '@/iso20022/credit-transfer'
import { type BookedBlock, movedBy, type OtherEntry, type Paid } from './booked'
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
  const moved = paid.map(movedBy)
  const sum: Tree = { '@Ccy': moved[0]?.currency ?? block.currency, '#text': controlSum(moved) }
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

const money = (minor: bigint, currency: string): Tree => ({ '@Ccy': currency, '#text': decimalOf(minor, currency) })

function transaction(paid: Paid, block: PaymentBlock, booking: Booking): Tree {
  const { amountMinor, currency, chargeMinor, onAccount } = paid
  const moved = movedBy(paid)
  return {
    Refs: {
      MsgId: booking.originalMessageId,
      AcctSvcrRef: paid.bankReference,
      PmtInfId: block.paymentInformationId,
      InstrId: paid.instructionId,
      EndToEndId: paid.endToEndId,
    },
    Amt: money(moved.amountMinor, moved.currency),
    CdtDbtInd: 'DBIT',
    AmtDtls: onAccount && {
      InstdAmt: { Amt: money(amountMinor, currency) },
      TxAmt: {
        Amt: money(onAccount.amountMinor, onAccount.currency),
        CcyXchg: { SrcCcy: onAccount.currency, TrgtCcy: currency, UnitCcy: onAccount.currency, XchgRate: onAccount.rate },
      },
    },
    Chrgs: { Rcrd: { Amt: money(chargeMinor, moved.currency), CdtDbtInd: 'DBIT', ChrgInclInd: onAccount ? 'true' : 'false' } },
  }
}

function otherEntry(other: OtherEntry, booking: Booking): Tree {
  const debit = other.direction === 'debit'
  const { returned, currency } = other
  const amount = money(other.amountMinor, currency)
  return {
    NtryRef: other.reference,
    Amt: returned ? money(other.amountMinor - returned.chargeMinor, currency) : amount,
    CdtDbtInd: debit ? 'DBIT' : 'CRDT',
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: dayOf(booking) },
    ValDt: { Dt: dayOf(booking) },
    AcctSvcrRef: other.reference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: { Cd: debit ? 'ICDT' : 'RCDT', SubFmlyCd: 'ESCT' } } },
    NtryDtls: {
      TxDtls: {
        Refs: { EndToEndId: other.endToEndId ?? 'NOTPROVIDED' },
        Amt: returned ? money(other.amountMinor - returned.chargeMinor, currency) : amount,
        CdtDbtInd: debit ? 'DBIT' : 'CRDT',
        AmtDtls: returned && { TxAmt: { Amt: amount } },
        Chrgs: returned && { Rcrd: { Amt: money(returned.chargeMinor, currency), CdtDbtInd: 'DBIT', ChrgInclInd: 'true' } },
        RltdPties: { [debit ? 'Cdtr' : 'Dbtr']: { Pty: { Nm: other.name } } },
        RmtInf: { Ustrd: other.text },
        RtrInf: returned && { Rsn: { Cd: returned.reason } },
      },
    },
  }
}
