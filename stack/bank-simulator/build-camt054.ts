/** The bank's debit notification, camt.054.001.08: an entry per block and currency, with every payment it holds. */
import { controlSum } from '@/bank/control-sum'
import type { PaymentBlock } from '@/bank/credit-transfer'
import { looksLikeIban } from '@/bank/iban'
import { decimalOf } from '@/events/money'
import { document, type Tree } from './xml'

export type Paid = {
  instructionId: string
  endToEndId: string
  amountMinor: bigint
  currency: string
  bankReference: string
  chargeMinor: bigint
}

export type BookedBlock = { block: PaymentBlock; entryReference: string; bankReference: string; paid: readonly Paid[] }

export type Booking = { messageId: string; createdAt: string; originalMessageId: string; blocks: readonly BookedBlock[] }

export function buildCamt054(booking: Booking): string {
  const byAccount = Map.groupBy(booking.blocks, ({ block }) => block.debtor.account)
  return document('urn:iso:std:iso:20022:tech:xsd:camt.054.001.08', {
    BkToCstmrDbtCdtNtfctn: {
      GrpHdr: { MsgId: booking.messageId, CreDtTm: booking.createdAt },
      Ntfctn: [...byAccount].map(([account, blocks], i) => ({
        Id: `${booking.messageId}-${i + 1}`,
        CreDtTm: booking.createdAt,
        Acct: {
          Id: looksLikeIban(account) ? { IBAN: account } : { Othr: { Id: account } },
          Svcr: { FinInstnId: { BICFI: blocks[0]?.block.debtor.bic } },
        },
        Ntry: blocks.map((booked) => entry(booked, booking)),
      })),
    },
  })
}

function entry({ block, entryReference, bankReference, paid }: BookedBlock, booking: Booking): Tree {
  const day = booking.createdAt.slice(0, 10)
  const sum: Tree = { '@Ccy': block.currency, '#text': controlSum(paid) }
  return {
    NtryRef: entryReference,
    Amt: sum,
    CdtDbtInd: 'DBIT',
    Sts: { Cd: 'BOOK' },
    BookgDt: { Dt: day },
    ValDt: { Dt: day },
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
      TxDtls: paid.map((payment) => transaction(payment, block, booking)),
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
