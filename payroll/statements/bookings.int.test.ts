/** Batches and returns as banks book them. Each case is made up, and named for what it imitates. */
import { ALL, type Case, checkBankFiles, NONE, stated } from '@/stack/test-runner/bank-case'
import { Amt, decimal, details, entries, entry, payment } from '@/stack/test-runner/bank-xml'

const byInstruction = ({ endToEndId }: { endToEndId: string }, more = '', other = 'NOTPROVIDED'): string =>
  `<TxDtls><Refs><InstrId>${endToEndId}</InstrId><EndToEndId>${other}</EndToEndId></Refs>${more}</TxDtls>`

const CASES: Case[] = [
  [
    'salary booked as one line',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.all),
          details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">${decimal(r.all)}</TtlAmt></Btch>`),
        ),
      ),
    ],
    ALL,
  ],
  [
    'a batch whose count is absurd',
    (r) => [stated(r, entry(Amt(r.all), details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>999999999999</NbOfTxs></Btch>`)))],
    NONE,
    ['booked as a batch without its count or its sum', 'its batch: "999999999999" is not a number of payments'],
  ],
  [
    'a batch whose sum is larger than the ledger can hold',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.all),
          details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">999999999999999999.99</TtlAmt></Btch>`),
        ),
      ),
    ],
    NONE,
    [
      'booked as a batch without its count or its sum',
      'its batch: the amount "999999999999999999.99" has too many decimals or is too large for EUR',
    ],
  ],
  [
    'batch with the block id only in the references',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.all),
          details(
            `<Btch><NbOfTxs>3</NbOfTxs></Btch><TxDtls><Refs><PmtInfId>${r.blockId}</PmtInfId><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls>`,
          ),
        ),
      ),
    ],
    ALL,
  ],
  [
    'batch with its payments in one NtryDtls',
    (r) => [
      stated(
        r,
        entry(
          Amt(r.all),
          details(
            `<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>${r.sent.map((each) => payment(each, Amt(each))).join('')}`,
          ),
        ),
      ),
    ],
    ALL,
  ],
  [
    'a batch with a larger sum than its entry',
    (r) => [
      stated(
        r,
        entry(
          '<Amt Ccy="EUR">10.00</Amt>',
          details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">${decimal(r.all)}</TtlAmt></Btch>`),
        ),
      ),
    ],
    NONE,
    ['its payments add up to more than the entry, so nothing in it was settled'],
  ],
  [
    'a return by its code',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt(r.b), details(payment(r.b, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')), { sign: 'CRDT', reference: 'R1' }),
      ),
    ],
    'settled returned settled',
  ],
  [
    'a return by its text, the reversal flag false',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt(r.b), details(payment(r.b, '<RtrInf><AddtlInf>Konto geschlossen</AddtlInf></RtrInf>')), {
            sign: 'CRDT',
            reference: 'R1',
            more: '<RvslInd>false</RvslInd>',
          }),
      ),
    ],
    'settled returned settled',
  ],
  [
    'a return marked by the reversal flag only',
    (r) => [
      stated(
        r,
        entries(r.sent) + entry(Amt(r.b), details(payment(r.b)), { sign: 'CRDT', reference: 'R1', more: '<RvslInd>true</RvslInd>' }),
      ),
    ],
    'settled returned settled',
  ],
  [
    'a return marked by its bank transaction code only',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(
            Amt(r.b),
            `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>${details(payment(r.b))}`,
            { sign: 'CRDT', reference: 'R1' },
          ),
      ),
    ],
    'settled returned settled',
  ],
  [
    'a credit that carries our id and nothing else',
    (r) => [stated(r, entries(r.sent) + entry(Amt(r.b), details(payment(r.b)), { sign: 'CRDT', reference: 'R1' }))],
    ALL,
    ['a credit that is not marked as a return'],
  ],
  [
    'a debit taken back a day later as a whole',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt(r.all), details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>`), {
            sign: 'CRDT',
            reference: 'R1',
            more: '<RvslInd>true</RvslInd>',
          }),
      ),
    ],
    ALL,
    ['a debit that the bank reversed without naming its payment'],
  ],
  [
    'a payment told to come back by a reversed debit',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt(r.a), details(payment(r.a, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')), {
            reference: 'R1',
            more: '<RvslInd>true</RvslInd>',
          }),
      ),
    ],
    ALL,
    ['a reversed debit that names a payment: it may be the return of that payment'],
  ],
  [
    'a debit that takes back a credit',
    (r) => [
      stated(
        r,
        entries(r.sent) +
          entry(Amt(r.a), details(payment({ endToEndId: 'NOTPROVIDED' })), { reference: 'R1', more: '<RvslInd>true</RvslInd>' }),
      ),
    ],
    ALL,
    ['a debit that reverses an earlier credit'],
  ],
  [
    'payments named by our instruction id only, and one returned so',
    (r) => [
      stated(
        r,
        r.sent.map((each, n) => entry(Amt(each), details(byInstruction(each)), { reference: `I${n}` })).join('') +
          entry(Amt(r.b), details(byInstruction(r.b, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')), { sign: 'CRDT', reference: 'R1' }),
      ),
    ],
    'settled returned settled',
  ],
  [
    'our instruction id with another amount, and with the id of another payment of ours',
    (r) => [
      stated(
        r,
        entry(Amt(r.b), details(byInstruction(r.a)), { reference: 'I1' }) +
          entry(Amt(r.c), details(byInstruction(r.b, '', r.c.endToEndId)), { reference: 'I2' }),
      ),
    ],
    NONE,
    [
      'booked with another amount, currency or account than we sent',
      'names two of our payments: one by its end-to-end id and another by its instruction id',
    ],
  ],
]

checkBankFiles('a booking', CASES)
