/** Amounts, charges and days as banks write them. Each case is made up, and named for what it imitates. */
import { ALL, type Case, checkBankFiles, NONE, stated } from '@/stack/test-runner/bank-case'
import { Amt, decimal, details, document, entries, entry, payment, statement } from '@/stack/test-runner/bank-xml'

const CASES: Case[] = [
  ['dates with time and offset', (r) => [stated(r, entries(r.sent, { date: '<DtTm>2026-11-25T23:59:59+01:00</DtTm>' }))], ALL],
  ['a date with a time zone', (r) => [stated(r, entries(r.sent, { date: '<Dt>2026-11-25+01:00</Dt>' }))], ALL],
  [
    'a date as Germans write it',
    (r) => [stated(r, entries(r.sent, { date: '<Dt>25.11.2026</Dt>' }))],
    ALL,
    Array(3).fill('its booking date "25.11.2026" is not a date'),
  ],
  [
    'a day there is not',
    (r) => [stated(r, entries([r.a], { date: '<Dt>2026-02-30</Dt>' }))],
    'settled sent sent',
    ['its booking date "2026-02-30" is not a date'],
  ],
  ['no booking date', (r) => [stated(r, entries(r.sent, { date: '' }))], ALL],
  [
    'amounts with one decimal or five',
    (r) => [
      stated(
        r,
        [r.a, r.b, r.c]
          .map((each, n) => entry(`<Amt Ccy="EUR">${decimal(each)}000</Amt>`, details(payment(each)), { reference: `B${n}` }))
          .join(''),
      ),
    ],
    ALL,
  ],
  [
    'an amount larger than the ledger can hold',
    (r) => [stated(r, entry('<Amt Ccy="EUR">999999999999999999.99</Amt>', '') + entries([r.a]))],
    'settled sent sent',
    ['the amount "999999999999999999.99" has too many decimals or is too large for EUR'],
  ],
  [
    'scientific and comma amounts beside good ones',
    (r) => [stated(r, entry('<Amt Ccy="EUR">1.2E3</Amt>', '') + entry('<Amt Ccy="EUR">12,50</Amt>', '') + entries([r.a]))],
    'settled sent sent',
    [
      'the amount "1.2E3" is not written the way banks write it, with digits and one decimal point',
      'the amount "12,50" is not written the way banks write it, with digits and one decimal point',
    ],
  ],
  [
    'several NtryDtls in an entry, amounts in AmtDtls as in .02',
    (r) => [
      document(
        'camt.053.001.02',
        statement(
          r.m(),
          entry(Amt(r.all), r.sent.map((each) => details(payment(each, `<AmtDtls><TxAmt>${Amt(each)}</TxAmt></AmtDtls>`))).join('')),
        ),
      ),
    ],
    ALL,
  ],
  [
    'instructed and booked amounts differ, by a charge',
    (r) => [
      stated(
        r,
        entry(
          Amt({ amountMinor: r.a.amountMinor + 35n }),
          details(
            payment(
              r.a,
              `<AmtDtls><InstdAmt>${Amt(r.a)}</InstdAmt><TxAmt>${Amt({ amountMinor: r.a.amountMinor + 35n })}</TxAmt></AmtDtls><Chrgs><Rcrd><Amt Ccy="EUR">0.35</Amt></Rcrd></Chrgs>`,
            ),
          ),
        ),
      ),
    ],
    'settled sent sent',
  ],
  [
    'instructed and booked amounts differ, by what nobody tells',
    (r) => [
      stated(
        r,
        entry(
          Amt({ amountMinor: r.a.amountMinor + 35n }),
          details(
            payment(
              r.a,
              `<AmtDtls><InstdAmt>${Amt(r.a)}</InstdAmt><TxAmt>${Amt({ amountMinor: r.a.amountMinor + 35n })}</TxAmt></AmtDtls>`,
            ),
          ),
        ),
      ),
    ],
    NONE,
    ['booked with another amount, currency or account than we sent'],
  ],
  [
    'a credit of less than the return it names',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry('<Amt Ccy="EUR">10.00</Amt>', details(payment(r.b, `${Amt(r.b)}<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>`)), {
            sign: 'CRDT',
            reference: 'R1',
          }),
      ),
    ],
    ALL,
    ['its payments add up to more than the entry, so nothing in it came back'],
  ],
  [
    'charges included in the entry, which alone has an amount',
    (r) => [
      stated(
        r,
        entry(
          Amt({ amountMinor: r.a.amountMinor + 35n }),
          `<Chrgs><Rcrd><Amt Ccy="EUR">0.35</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>${details(payment(r.a))}`,
        ),
      ),
    ],
    'settled sent sent',
  ],
  [
    'charges told beside the amount',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.a),
          `<Chrgs><Rcrd><Amt Ccy="EUR">0.35</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs>${details(payment(r.a))}`,
        ),
      ),
    ],
    'settled sent sent',
  ],
  [
    'charges in another currency',
    (r) => [stated(r, entry(Amt(r.a), details(payment(r.a, `<Chrgs><Rcrd><Amt Ccy="USD">0.35</Amt></Rcrd></Chrgs>`))))],
    'settled sent sent',
  ],
  [
    'a charge as an entry of its own',
    (r) => [stated(r, entries([r.a]) + entry('<Amt Ccy="EUR">0.35</Amt>', '<AddtlNtryInf>Charges</AddtlNtryInf>', { reference: 'C1' }))],
    'settled sent sent',
    ['booked without naming its payments, so no payment is settled'],
  ],
  [
    'an absurd charge',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.a),
          details(
            payment(
              r.a,
              '<Chrgs><Rcrd><Amt Ccy="EUR">92233720368547758.07</Amt></Rcrd><Rcrd><Amt Ccy="EUR">92233720368547758.07</Amt></Rcrd></Chrgs>',
            ),
          ),
        ),
      ),
    ],
    'settled sent sent',
    ['a charge was not counted: the amount "92233720368547758.07" has too many decimals or is too large for EUR'],
  ],
  [
    'an entry of less than the payment it names',
    (r) => [stated(r, entry('<Amt Ccy="EUR">10.00</Amt>', details(payment(r.a, Amt(r.a)))))],
    NONE,
    ['its payments add up to more than the entry, so nothing in it was settled'],
  ],
  [
    'an entry of three payments that names two',
    (r) => [stated(r, entry(Amt(r.all), details(payment(r.a, Amt(r.a)) + payment(r.b, Amt(r.b)))))],
    'settled settled sent',
    ['its payments add up to less than the entry, and the file does not say what the rest is'],
  ],
  [
    'a credit set off within an entry',
    (r) => [
      stated(
        r,
        entry(
          Amt({ amountMinor: r.a.amountMinor - 100n }),
          details(payment(r.a, Amt(r.a)) + payment({ endToEndId: 'X' }, '<Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>')),
        ),
      ),
    ],
    'settled sent sent',
    ['goes in the opposite direction to its entry'],
  ],
  [
    'a payment in dollars from an account in euros',
    (r) => [
      stated(
        r,
        entry(
          '<Amt Ccy="EUR">10.00</Amt>',
          details(
            payment(
              r.a,
              `<AmtDtls><InstdAmt><Amt Ccy="USD">12.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">10.00</Amt></TxAmt><CntrValAmt><Amt Ccy="EUR">10.00</Amt><CcyXchg><SrcCcy>USD</SrcCcy></CcyXchg></CntrValAmt></AmtDtls>`,
            ),
          ),
        ),
      ),
    ],
    NONE,
    ['booked with another amount, currency or account than we sent'],
  ],
  [
    'a return less the charge of the other bank',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt({ amountMinor: r.b.amountMinor - 500n }), details(payment(r.b, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')), {
            sign: 'CRDT',
            reference: 'R1',
          }),
      ),
    ],
    ALL,
    ['returned with another amount, currency or account than we sent'],
  ],
  [
    'another currency',
    (r) => [stated(r, entries([r.a]).replaceAll('Ccy="EUR"', 'Ccy="USD"'))],
    NONE,
    ['booked with another amount, currency or account than we sent'],
  ],
]

checkBankFiles('an entry', CASES)
