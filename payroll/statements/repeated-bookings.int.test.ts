/** Accounts as banks write them, and bookings that are told more than once. Each case is made up, and named for what it imitates. */
import { ALL, type Case, checkBankFiles, NONE, stated } from '@/stack/test-runner/bank-case'
import {
  Amt,
  DEBTOR_IBAN,
  decimal,
  details,
  document,
  entries,
  entry,
  notification,
  payment,
  statement,
} from '@/stack/test-runner/bank-xml'

const CASES: Case[] = [
  [
    'a batch with its sum in another currency than its entry',
    (r) => [
      stated(
        r,
        entry(
          '<Amt Ccy="SEK">9999.00</Amt>',
          details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">${decimal(r.all)}</TtlAmt></Btch>`),
        ),
      ),
    ],
    NONE,
    ['booked as a batch whose sum is in another currency than the entry, so no payment is settled'],
  ],
  [
    'a debit without references',
    (r) => [stated(r, entry(Amt(r.a), details(payment({ endToEndId: 'NOTPROVIDED' }))))],
    NONE,
    ['booked without an end-to-end id'],
  ],
  [
    'the account by its national number',
    (r) => [stated(r, entries(r.sent), { account: `<Acct><Id><Othr><Id>${DEBTOR_IBAN.slice(4)}</Id></Othr></Id></Acct>` })],
    ALL,
  ],
  [
    'the account as IBAN under another element, with spaces',
    (r) => [
      stated(r, entries(r.sent), {
        account: `<Acct><Id><Othr><Id>${DEBTOR_IBAN.replace(/(.{4})/g, '$1 ')}</Id></Othr></Id></Acct>`,
      }),
    ],
    ALL,
  ],
  [
    'the account in small letters',
    (r) => [stated(r, entries(r.sent), { account: `<Acct><Id><IBAN>${DEBTOR_IBAN.toLowerCase()}</IBAN></Id></Acct>` })],
    ALL,
  ],
  [
    'another account',
    (r) => [stated(r, entries([r.a]), { account: '<Acct><Id><Othr><Id>4711</Id></Othr></Id></Acct>' })],
    NONE,
    ['booked with another amount, currency or account than we sent'],
  ],
  ['no account at all', (r) => [stated(r, entries(r.sent), { account: '' })], ALL],
  ['the same entry twice in a file', (r) => [stated(r, entries(r.sent) + entries(r.sent))], ALL],
  [
    'the same entries in two statements of a file',
    (r) => [
      stated(r, entries(r.sent)).replace(
        '</BkToCstmrStmt>',
        `<Stmt><Id>OTHER</Id><Acct><Id><IBAN>${DEBTOR_IBAN}</IBAN></Id></Acct>${entries(r.sent)}</Stmt></BkToCstmrStmt>`,
      ),
    ],
    ALL,
  ],
  ['the same bytes twice', (r) => Array(2).fill(stated(r, entries(r.sent))), ALL],
  [
    'notified, then on the statement with the same references',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent))),
      document('camt.053.001.08', statement(r.m(2), entries(r.sent))),
    ],
    ALL,
  ],
  [
    'notified one by one, then a batch on the statement',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent))),
      document(
        'camt.053.001.08',
        statement(
          r.m(2),
          entry(Amt(r.all), details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>`), { reference: 'S1' }),
        ),
      ),
    ],
    ALL,
  ],
  [
    'notified by the IBAN, and stated by the national number',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent))),
      stated(r, entries(r.sent), { account: `<Acct><Id><Othr><Id>${DEBTOR_IBAN.slice(4)}</Id></Othr></Id></Acct>` }),
    ],
    ALL,
  ],
  [
    'notified with other references than the statement has',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent))),
      document('camt.053.001.08', statement(r.m(2), entries(r.sent, { reference: 'OTHER' }))),
    ],
    ALL,
  ],
  [
    'notified without the bank’s reference, and stated with one a day later',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent).replace(/<AcctSvcrRef>[^<]*<\/AcctSvcrRef>/g, ''))),
      document('camt.053.001.08', statement(r.m(2), entries(r.sent, { reference: 'LATER' }).replaceAll('2026-11-25', '2026-11-26'))),
    ],
    ALL,
  ],
  [
    'stated before it was notified, under other numbers',
    (r) => [
      document('camt.053.001.08', statement(r.m(1), entries(r.sent, { reference: 'S' }))),
      document('camt.054.001.08', notification(r.m(2), entries(r.sent, { reference: 'N' }))),
    ],
    ALL,
  ],
  [
    'stated again by a bank that numbers anew',
    (r) => [1, 2, 3].map((n) => document('camt.053.001.08', statement(r.m(n), entries(r.sent, { reference: `S${n}` })))),
    ALL,
  ],
  [
    'booked a second time in the same statement, though notified once',
    (r) => [
      document('camt.054.001.08', notification(r.m(1), entries(r.sent, { reference: 'N' }))),
      document('camt.053.001.08', statement(r.m(2), entries(r.sent, { reference: 'S' }) + entries([r.b], { reference: 'T' }))),
    ],
    ALL,
    ['booked more than once'],
  ],
  [
    'booked again two days later',
    (r) => [
      document('camt.053.001.08', statement(r.m(1), entries(r.sent, { reference: 'S' }))),
      document('camt.053.001.08', statement(r.m(2), entries([r.b], { reference: 'T' }).replaceAll('2026-11-25', '2026-11-27'))),
    ],
    ALL,
    ['booked more than once'],
  ],
  [
    'a batch notified and stated under other numbers',
    (r) => {
      const one = (reference: string) =>
        entry(Amt(r.all), details(`<Btch><PmtInfId>${r.blockId}</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>`), { reference })
      return [
        document('camt.054.001.08', notification(r.m(1), one('N'))),
        document('camt.053.001.08', statement(r.m(2), one('S').replaceAll('2026-11-25', '2026-11-26'))),
      ]
    },
    ALL,
  ],
  [
    'a return notified and stated under other numbers',
    (r) => {
      const back = (reference: string) =>
        entry(Amt(r.b), details(payment(r.b, '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>')), { sign: 'CRDT', reference })
      return [
        document('camt.054.001.08', notification(r.m(1), entries(r.sent) + back('N'))),
        document('camt.053.001.08', statement(r.m(2), entries(r.sent) + back('S'))),
      ]
    },
    'settled returned settled',
  ],
]

checkBankFiles('a booking told again, or of an account written otherwise', CASES)
