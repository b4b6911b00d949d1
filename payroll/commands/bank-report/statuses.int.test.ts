/** What banks answer to a payment file (pain.002). Each case is made up, and named for what it imitates. */
import { answered, type Case, checkBankFiles, NONE } from '@/stack/test-runner/bank-case'
import { answer, because, block, decimal, document, report } from '@/stack/test-runner/bank-xml'

const CASES: Case[] = [
  [
    'pain.002.001.03, group rejected without payments',
    (r) => [document('pain.002.001.03', report(r.m(), r.messageId, `<GrpSts>RJCT</GrpSts>${because('FF01')}`))],
    'failed failed failed',
  ],
  ['pain.002.001.10, accepted, in process', (r) => [answered(r, '<GrpSts>ACSP</GrpSts>')], NONE],
  ['settlement completed, says a status', (r) => [answered(r, '', block(r.blockId, `<PmtInfSts>ACSC</PmtInfSts>`))], NONE],
  [
    'German pain.002.003.03, payment rejected',
    (r) => [
      document(
        'pain.002.003.03',
        report(r.m(), r.messageId, '<GrpSts>PART</GrpSts>', block(r.blockId, answer(r.b, 'RJCT', because('AC01')))),
      ),
    ],
    'sent failed sent',
  ],
  [
    'Swiss pain.002.001.03.ch.02, block rejected',
    (r) => [
      document(
        'http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd',
        report(r.m(), r.messageId, '', block(r.blockId, `<PmtInfSts>RJCT</PmtInfSts>${because('DT01')}`)),
      ),
    ],
    'failed failed failed',
  ],
  [
    'Italian CBI envelope with the report in it',
    (r) => [
      `<CBIPmtStsRptPhyMsg xmlns="urn:CBI:xsd:CBIPmtStsRptPhyMsg.00.04.00"><CBIHdrTrt><IdE2EMsg>X</IdE2EMsg></CBIHdrTrt><CBIBdyPmtStsRpt><CBIEnvelPmtStsRpt>${report(r.m(), r.messageId, '<GrpSts>PART</GrpSts>', block(r.blockId, answer(r.a, 'RJCT', because('AC04')))).replaceAll('CstmrPmtStsRpt', 'CBIPaymentStatusReport')}</CBIEnvelPmtStsRpt></CBIBdyPmtStsRpt></CBIPmtStsRptPhyMsg>`,
    ],
    'failed sent sent',
  ],
  [
    'default namespace and prefixes mixed',
    (r) => [
      `<ns2:Document xmlns:ns2="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10" xmlns="urn:x"><ns2:${report(r.m(), r.messageId, '<GrpSts>RJCT</GrpSts>').slice(1).replace('</CstmrPmtStsRpt>', '</ns2:CstmrPmtStsRpt>')}</ns2:Document>`,
    ],
    'failed failed failed',
  ],
  [
    'partly accepted block: its reason for a payment that has none',
    (r) => [answered(r, '<GrpSts>PART</GrpSts>', block(r.blockId, `<PmtInfSts>PART</PmtInfSts>${because('AC06')}${answer(r.c, 'RJCT')}`))],
    'sent sent failed',
  ],
  [
    'partly accepted block that names no payment',
    (r) => [answered(r, '<GrpSts>PART</GrpSts>', block(r.blockId, `<PmtInfSts>PART</PmtInfSts>${because('AC06')}`))],
    NONE,
    ['accepted only in part, but the bank does not say which payments it has not accepted'],
  ],
  [
    'partly accepted, with counts of each status only',
    (r) => [
      answered(
        r,
        '<GrpSts>PART</GrpSts><NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACSP</DtldSts></NbOfTxsPerSts><NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>',
      ),
    ],
    NONE,
    ['accepted only in part, but the bank does not say which payments it has not accepted'],
  ],
  [
    'a rejected payment named by its instruction id only',
    (r) => [
      answered(
        r,
        '',
        block(r.blockId, `<TxInfAndSts><OrgnlInstrId>SOMETHING</OrgnlInstrId><TxSts>RJCT</TxSts>${because('AC01')}</TxInfAndSts>`),
      ),
    ],
    NONE,
    ['rejected, but the bank does not say which payment'],
  ],
  [
    'a rejected payment with NOTPROVIDED',
    (r) => [answered(r, '', block('NOTPROVIDED', answer({ endToEndId: 'NOTPROVIDED' }, 'RJCT', because('AC01'))))],
    NONE,
    ['rejected, but the bank does not say which payment'],
  ],
  [
    'a rejected block without its id',
    (r) => [answered(r, '', `<OrgnlPmtInfAndSts><PmtInfSts>RJCT</PmtInfSts>${because('AM04')}</OrgnlPmtInfAndSts>`)],
    NONE,
    ['rejected, but the bank does not say which payments'],
  ],
  [
    'a rejection that repeats another amount than ours',
    (r) => [
      answered(
        r,
        '',
        block(r.blockId, answer(r.a, 'RJCT', `${because('AC01')}<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1.00</InstdAmt></Amt></OrgnlTxRef>`)),
      ),
    ],
    NONE,
    ['rejected with another amount or currency than was sent'],
  ],
  [
    'a rejection that repeats our amount',
    (r) => [
      answered(
        r,
        '',
        block(
          r.blockId,
          answer(r.a, 'RJCT', `${because('AC01')}<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">${decimal(r.a)}0</InstdAmt></Amt></OrgnlTxRef>`),
        ),
      ),
    ],
    'failed sent sent',
  ],
  [
    'payee verified: match, close match, no match, not possible',
    (r) => [answered(r, '<GrpSts>RVCM</GrpSts>', block(r.blockId, answer(r.a, 'RVMC') + answer(r.b, 'RVNM') + answer(r.c, 'RVNA')))],
    NONE,
    [
      'the name of the payee is not that of the account’s owner',
      'the name of the payee is only nearly that of the account’s owner',
      'whether the name is that of the account’s owner could not be checked',
    ],
  ],
  ['payee verified, all match', (r) => [answered(r, '<GrpSts>RCVC</GrpSts>', block(r.blockId, answer(r.a, 'RCVC')))], NONE],
  [
    'payee verification told for the block',
    (r) => [answered(r, '', block(r.blockId, '<PmtInfSts>RVCM</PmtInfSts>'))],
    NONE,
    ['some names are not those of their accounts’ owners'],
  ],
  [
    'cancelled, says the bank',
    (r) => [answered(r, '', block(r.blockId, answer(r.a, 'CANC', because('CUST'))))],
    NONE,
    ['cancelled, says the bank: neither paid nor rejected'],
  ],
  [
    'a status nobody knows',
    (r) => [answered(r, '<GrpSts>ZZZZ</GrpSts>')],
    NONE,
    ['answered with the status ZZZZ, which is not known here'],
  ],
  [
    'reason as proprietary text',
    (r) => [answered(r, '', block(r.blockId, answer(r.a, 'RJCT', '<StsRsnInf><Rsn><Prtry>Konto erloschen</Prtry></Rsn></StsRsnInf>')))],
    'failed sent sent',
  ],
]

checkBankFiles('a status report', CASES)
