/** Bank files as XML, for tests that care about how banks write. Everything is made up. */
import type { Sent } from './bank-says'

export const DEBTOR_IBAN = 'DE02120300000000202051'
const ISO = 'urn:iso:std:iso:20022:tech:xsd'

/** "1200.50" */
export const decimal = ({ amountMinor }: Pick<Sent, 'amountMinor'>): string =>
  `${amountMinor / 100n}.${String(amountMinor % 100n).padStart(2, '0')}`
export const sumOf = (sent: readonly Sent[]): Sent => ({
  endToEndId: '',
  amountMinor: sent.reduce((sum, each) => sum + each.amountMinor, 0n),
  currency: 'EUR',
})
export const Amt = (sent: Pick<Sent, 'amountMinor'>, element = 'Amt'): string => `<${element} Ccy="EUR">${decimal(sent)}</${element}>`

/** A document of a version such as "camt.053.001.08" or one of a national kind. */
export const document = (version: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${version.startsWith('camt') || version.startsWith('pain') ? `${ISO}:${version}` : version}">${message}</Document>`

type Parts = { account?: string; header?: string }

const IBAN_ACCOUNT = `<Acct><Id><IBAN>${DEBTOR_IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>`
export const statement = (messageId: string, entries: string, { account = IBAN_ACCOUNT, header = '' }: Parts = {}): string =>
  `<BkToCstmrStmt><GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm>${header}</GrpHdr><Stmt><Id>${messageId}-1</Id>${account}${entries}</Stmt></BkToCstmrStmt>`
export const notification = (messageId: string, entries: string, parts: Parts = {}): string =>
  statement(messageId, entries, parts).replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn').replaceAll('Stmt>', 'Ntfctn>')

type EntryParts = { sign?: string; status?: string; date?: string; reference?: string; more?: string }

export const entry = (
  amount: string,
  details: string,
  { sign = 'DBIT', status = '<Sts><Cd>BOOK</Cd></Sts>', date = '<Dt>2026-11-25</Dt>', reference = 'BK1', more = '' }: EntryParts = {},
): string =>
  `<Ntry>${amount}<CdtDbtInd>${sign}</CdtDbtInd>${more}${status}<BookgDt>${date}</BookgDt>${reference === '' ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}${details}</Ntry>`

export const payment = ({ endToEndId }: Pick<Sent, 'endToEndId'>, inner = ''): string =>
  `<TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>${inner}</TxDtls>`

/** An entry of its own for each payment. */
export const entries = (sent: readonly Sent[], parts: EntryParts = {}): string =>
  sent.map((each, n) => entry(Amt(each), `<NtryDtls>${payment(each)}</NtryDtls>`, { reference: `BK${n}`, ...parts })).join('')

export const report = (messageId: string, originalMessageId: string, group: string, blocks = ''): string =>
  `<CstmrPmtStsRpt><GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-25T08:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${originalMessageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>${blocks}</CstmrPmtStsRpt>`
export const block = (id: string, inner: string): string =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${id}</OrgnlPmtInfId>${inner}</OrgnlPmtInfAndSts>`
export const answer = ({ endToEndId }: Pick<Sent, 'endToEndId'>, status: string, inner = ''): string =>
  `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>${status === '' ? '' : `<TxSts>${status}</TxSts>`}${inner}</TxInfAndSts>`
export const because = (code: string): string => `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`
export const details = (inner: string): string => `<NtryDtls>${inner}</NtryDtls>`
