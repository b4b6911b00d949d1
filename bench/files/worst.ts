/** Bank files in the shapes that are hardest to read: answers and statements of 100,000 payments with nothing between them to rest at. */
import { createReadStream } from 'node:fs'
import { readBankFile } from '@/iso20022/report'
import { type FileCase, LINES } from './case'

export const WORST: Readonly<Record<string, FileCase>> = {
  'pain.002.001.10, every payment rejected': { file: answers, prepare: (path) => () => countAnswers(path) },
  'camt.053.001.08, one entry of all payments': { file: batch, prepare: (path) => () => countDetails(path) },
}

async function countAnswers(path: string): Promise<number> {
  const report = (await readBankFile(createReadStream(path), 'answer.xml')).documents[0]?.report
  return report?.kind === 'pain.002' ? report.blocks.reduce((sum, { transactions }) => sum + transactions.length, 0) : 0
}

async function countDetails(path: string): Promise<number> {
  const report = (await readBankFile(createReadStream(path), 'statement.xml')).documents[0]?.report
  return report?.kind === 'camt.053' ? report.entries.reduce((sum, { transactions }) => sum + transactions.length, 0) : 0
}

function* answers(): Generator<Uint8Array> {
  yield Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>A1</MsgId></GrpHdr>' +
      '<OrgnlGrpInfAndSts><OrgnlMsgId>DE-2026-11-01-F1</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId>',
  )
  for (let n = 1; n <= LINES; n++) {
    yield Buffer.from(
      `<TxInfAndSts><OrgnlInstrId>DE-2026-11-01-${n}</OrgnlInstrId><OrgnlEndToEndId>DE-2026-11-01-E${n}</OrgnlEndToEndId><TxSts>RJCT</TxSts>` +
        '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf></TxInfAndSts>\n',
    )
  }
  yield Buffer.from('</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>')
}

function* batch(): Generator<Uint8Array> {
  yield Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>' +
      `<Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">${LINES * 1000}.00</Amt>` +
      '<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt><NtryDtls>',
  )
  for (let n = 1; n <= LINES; n++) {
    yield Buffer.from(
      `<TxDtls><Refs><PmtInfId>B1</PmtInfId><EndToEndId>DE-2026-11-01-E${n}</EndToEndId></Refs><Amt Ccy="EUR">1000.00</Amt><RltdPties><Cdtr><Pty>` +
        `<Nm>Jürgen Groß ${n}</Nm></Pty></Cdtr></RltdPties><RmtInf><Ustrd>Salary 2026-11</Ustrd></RmtInf></TxDtls>\n`,
    )
  }
  yield Buffer.from('</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>')
}
