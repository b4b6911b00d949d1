import { expect, it } from 'vitest'
import { readBankReport } from './report'

const parties = (debtor: string, creditor: string): string =>
  `<RltdPties>${debtor && `<Dbtr><Nm>${debtor}</Nm></Dbtr>`}${creditor && `<Cdtr><Nm>${creditor}</Nm></Cdtr>`}</RltdPties>`
const RETURNED = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'

it.each([
  ['a debit: who is paid', 'DBIT', parties('Works', 'Ana'), 'Ana'],
  ['a debit that names us alone: nobody', 'DBIT', parties('Works', ''), null],
  ['a credit: who pays', 'CRDT', parties('Customer', 'Works'), 'Customer'],
  ['a return, with the parties of the payment as it was sent: who was paid', 'CRDT', parties('Works', 'Ana') + RETURNED, 'Ana'],
  ['a return that names one party: that one', 'CRDT', parties('Ana', '') + RETURNED, 'Ana'],
])('the other side of %s', (_, indicator, inside, other) => {
  const amount = '<Amt Ccy="EUR">10.00</Amt>'
  const xml = `<Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct><Ntry>${amount}
    <CdtDbtInd>${indicator}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>${amount}${inside}</TxDtls></NtryDtls>
    </Ntry></Stmt></BkToCstmrStmt></Document>`
  const report = readBankReport(new TextEncoder().encode(xml))
  const name = 'entries' in report ? report.entries[0]?.transactions[0]?.counterparty?.name : report.kind
  expect(name ?? null).toBe(other)
})
