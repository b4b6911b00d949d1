/** What banks answer to a payment file (pain.002). Each case is made up, and named for what it imitates. */
import { ALL, answered, type Case, checkBankFiles, NONE, stated } from '@/stack/test-runner/bank-case'
import { answer, because, block, decimal, document, entries, report } from '@/stack/test-runner/bank-xml'

const DUPLICATE = 'rejected as a duplicate of payments that the bank has already accepted: no payment failed'

/** A second report about the same file. */
const second = (r: Parameters<typeof answered>[0], group: string, blocks = '') =>
  document('pain.002.001.10', report(r.m(2), r.messageId, group, blocks))

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
    ['accepted only in part, but the bank does not say which payments it did not accept'],
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
    ['accepted only in part, but the bank does not say which payments it did not accept'],
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
    'a rejected payment named by our instruction id only',
    (r) => [
      answered(
        r,
        '',
        block(
          r.blockId,
          `<PmtInfSts>PART</PmtInfSts><TxInfAndSts><OrgnlInstrId>${r.a.endToEndId}</OrgnlInstrId><TxSts>RJCT</TxSts>${because('AC04')}</TxInfAndSts>`,
        ),
      ),
    ],
    'failed sent sent',
  ],
  [
    'our instruction id under an end-to-end id of the bank’s, and another amount with it',
    (r) => [
      answered(
        r,
        '',
        block(
          r.blockId,
          `<TxInfAndSts><OrgnlInstrId>${r.a.endToEndId}</OrgnlInstrId><OrgnlEndToEndId>BANKS-OWN</OrgnlEndToEndId><TxSts>RJCT</TxSts>${because('AC04')}</TxInfAndSts>` +
            `<TxInfAndSts><OrgnlInstrId>${r.b.endToEndId}</OrgnlInstrId><TxSts>RJCT</TxSts>${because('AC04')}<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`,
        ),
      ),
    ],
    'failed sent sent',
    ['rejected with another amount or currency than we sent'],
  ],
  [
    'two payments of ours in one place',
    (r) => [
      answered(
        r,
        '',
        block(
          r.blockId,
          `<TxInfAndSts><OrgnlInstrId>${r.a.endToEndId}</OrgnlInstrId><OrgnlEndToEndId>${r.b.endToEndId}</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>`,
        ),
      ),
    ],
    NONE,
    ['rejected, but the bank does not say which payment'],
  ],
  [
    'accepted, then rejected as a duplicate message',
    (r) => [answered(r, '<GrpSts>ACCP</GrpSts>'), second(r, `<GrpSts>RJCT</GrpSts>${because('DU01')}`)],
    NONE,
    [DUPLICATE],
  ],
  [
    'rejected as a duplicate message, then accepted',
    (r) => [answered(r, `<GrpSts>RJCT</GrpSts>${because('DU01')}`), second(r, '<GrpSts>ACCP</GrpSts>')],
    NONE,
    [DUPLICATE],
  ],
  [
    'a duplicate that is rejected with all its payments, and the first booked',
    (r) => [
      answered(r, `<GrpSts>RJCT</GrpSts>${because('AM05')}`, block(r.blockId, answer(r.a, 'RJCT') + answer(r.b, 'RJCT'))),
      stated(r, entries(r.sent)),
    ],
    ALL,
    [DUPLICATE],
  ],
  [
    'a block that is accepted, then rejected as a duplicate in words',
    (r) => [
      answered(r, '<GrpSts>ACTC</GrpSts>'),
      second(
        r,
        '',
        block(
          r.blockId,
          '<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>File already received</AddtlInf></StsRsnInf>',
        ),
      ),
    ],
    NONE,
    [DUPLICATE],
  ],
  [
    'a duplicate of a file of whose acceptance nothing is known',
    (r) => [answered(r, `<GrpSts>RJCT</GrpSts>${because('DU01')}`)],
    NONE,
    ['rejected as a duplicate, but the bank has not confirmed the first one: ask the bank before you pay anyone again'],
  ],
  [
    'one payment rejected as the duplicate of another, in the only answer to its file',
    (r) => [answered(r, '<GrpSts>PART</GrpSts>', block(r.blockId, answer(r.b, 'RJCT', because('AM05'))))],
    NONE,
    [DUPLICATE],
  ],
  ...['AM05', 'DU03', 'DU04', 'DU05', 'DUPL'].flatMap((code): Case[] => [
    [
      `a payment of an accepted file, rejected as a duplicate by ${code}`,
      (r) => [
        answered(r, '<GrpSts>ACSP</GrpSts>'),
        second(r, '<GrpSts>PART</GrpSts>', block(r.blockId, answer(r.b, 'RJCT', because(code)))),
      ],
      NONE,
      [DUPLICATE],
    ],
    [
      `the same in the other order, by ${code}`,
      (r) => [
        second(r, '<GrpSts>PART</GrpSts>', block(r.blockId, answer(r.b, 'RJCT', because(code)))),
        answered(r, '<GrpSts>ACSP</GrpSts>'),
      ],
      NONE,
      [DUPLICATE],
    ],
  ]),
  [
    'a rejection after acceptance for another reason',
    (r) => [answered(r, '<GrpSts>ACCP</GrpSts>'), second(r, `<GrpSts>RJCT</GrpSts>${because('AM04')}`)],
    'failed failed failed',
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
    ['rejected with another amount or currency than we sent'],
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
      'Payee check: the name does not match the account holder',
      'Payee check: the name is close to the account holder’s, but not the same',
      'Payee check: the bank could not check the name',
    ],
  ],
  ['payee verified, all match', (r) => [answered(r, '<GrpSts>RCVC</GrpSts>', block(r.blockId, answer(r.a, 'RCVC')))], NONE],
  [
    'payee verification told for the block',
    (r) => [answered(r, '', block(r.blockId, '<PmtInfSts>RVCM</PmtInfSts>'))],
    NONE,
    ['Payee check: some names do not match the account holders'],
  ],
  [
    'cancelled by the bank',
    (r) => [answered(r, '', block(r.blockId, answer(r.a, 'CANC', because('CUST'))))],
    NONE,
    ['Cancelled by the bank: neither paid nor rejected'],
  ],
  [
    'a status nobody knows',
    (r) => [answered(r, '<GrpSts>ZZZZ</GrpSts>')],
    NONE,
    ['answered with the status ZZZZ, which PayLedger does not know'],
  ],
  [
    'reason as proprietary text',
    (r) => [answered(r, '', block(r.blockId, answer(r.a, 'RJCT', '<StsRsnInf><Rsn><Prtry>Konto erloschen</Prtry></Rsn></StsRsnInf>')))],
    'failed sent sent',
  ],
]

checkBankFiles('a status report', CASES)
