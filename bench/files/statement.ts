/** A bank's statement of the day, each payment an entry of its own, read in pieces. */
import { createReadStream } from 'node:fs'
import { readBankFile } from '@/iso20022/report'
import { type FileCase, LINES } from './case'

export const STATEMENT: Readonly<Record<string, FileCase>> = {
  'camt.053.001.08': { file: statement, prepare: (path) => () => read(path) },
}

async function read(path: string): Promise<number> {
  const file = await readBankFile(createReadStream(path), 'statement.xml')
  const report = file.documents[0]?.report
  return report?.kind === 'camt.053' ? report.entries.length : 0
}

function* statement(): Generator<Uint8Array> {
  yield Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>' +
      '<Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>',
  )
  for (let n = 1; n <= LINES; n++) yield Buffer.from(entry(n))
  yield Buffer.from('</Stmt></BkToCstmrStmt></Document>')
}

function entry(n: number): string {
  const amount = `<Amt Ccy="EUR">${1000 + (n % 3000)}.50</Amt>`
  return (
    `<Ntry><NtryRef>${n}</NtryRef>${amount}<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-25</Dt></BookgDt>` +
    `<ValDt><Dt>2026-11-25</Dt></ValDt><AcctSvcrRef>BK20261125${n}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>` +
    `<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><MsgId>DE-2026-11-01-F1</MsgId><PmtInfId>DE-2026-11-01-F1-B1</PmtInfId>` +
    `<InstrId>DE-2026-11-01-${n}</InstrId><EndToEndId>DE-2026-11-01-E${n}</EndToEndId></Refs>${amount}<RltdPties><Cdtr><Pty><Nm>Jürgen Groß ${n}</Nm>` +
    `</Pty></Cdtr><CdtrAcct><Id><IBAN>DE${String(n).padStart(20, '0')}</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>Salary 2026-11</Ustrd></RmtInf>` +
    '</TxDtls></NtryDtls></Ntry>\n'
  )
}
