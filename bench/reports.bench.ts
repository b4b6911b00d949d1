/** Reading a statement (camt.053) of 100,000 payments: entries a second, peak memory, and how long the event loop stands still. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readBankFile } from '@/bank/report'
import { variable } from '@/stack/variable'
import { keep, percentile, range } from './figures'

const ENTRIES = Number(variable('BENCH_LINES', '100000'))
const ROUNDS = Number(variable('BENCH_ROUNDS', '3'))
const PIECE_CHARACTERS = 64 * 1024
const MB = 1024 * 1024

const seconds: number[] = []
let bytes = 0
let peak = 0
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20)
const pauses = monitorEventLoopDelay({ resolution: 5 })
pauses.enable()
for (let round = 1; round <= ROUNDS; round++) {
  const began = performance.now()
  const file = await readBankFile(statement(), 'bench.xml')
  seconds.push((performance.now() - began) / 1000)
  const report = file.documents[0]?.report
  if (report?.kind !== 'camt.053' || report.entries.length !== ENTRIES) throw new Error('the statement was not read whole')
  console.log(`round ${round}: ${seconds.at(-1)?.toFixed(1)} s`)
}
clearInterval(watching)
const figures = {
  entries: ENTRIES,
  rounds: ROUNDS,
  fileMegabytes: Number((bytes / ROUNDS / MB).toFixed(1)),
  entriesPerSecond: range(
    seconds.map((each) => ENTRIES / each),
    0,
  ),
  medianSeconds: Number(percentile(seconds, 0.5).toFixed(2)),
  peakMemoryMegabytes: Math.round(peak / MB),
  longestPauseMs: Math.round(pauses.max / 1e6),
}
console.log(figures)
keep('reports', figures)

/** Written while it is read, so that what is measured is never in memory as a whole. */
async function* statement(): AsyncGenerator<Uint8Array> {
  let text =
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>' +
    '<Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>'
  for (let n = 1; n <= ENTRIES; n++) {
    text += entry(n)
    if (text.length < PIECE_CHARACTERS && n < ENTRIES) continue
    const piece = Buffer.from(n === ENTRIES ? `${text}</Stmt></BkToCstmrStmt></Document>` : text)
    bytes += piece.length
    text = ''
    yield piece
  }
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
