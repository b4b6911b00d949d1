/** Statements and notifications in every version, envelope and encoding that is about. Each case is made up, and named for what it imitates. */
import { ALL, type Case, checkBankFiles, NONE, stated } from '@/stack/test-runner/bank-case'
import { document, entries, notification, statement } from '@/stack/test-runner/bank-xml'

const CASES: Case[] = [
  ...[
    'camt.053.001.02',
    'camt.053.001.04',
    'camt.053.001.06',
    'camt.053.001.08',
    'camt.053.001.10',
    'ISO:camt.053.001.02:APC:STUZZA:payments:003',
    'http://www.six-interbank-clearing.com/de/camt.053.001.04.ch.02.xsd',
  ].map((version): Case => [`statement ${version}`, (r) => [document(version, statement(r.m(), entries(r.sent)))], ALL]),
  ...['camt.054.001.02', 'camt.054.001.04', 'camt.054.001.08', 'urn:iso:std:iso:20022:tech:xsd:camt.054.001.08.ch.03'].map(
    (version): Case => [`notification ${version}`, (r) => [document(version, notification(r.m(), entries(r.sent)))], ALL],
  ),
  ['no namespace, no declaration', (r) => [`<Document>${statement(r.m(), entries(r.sent))}</Document>`], ALL],
  ['status as text, as .02 to .06 write it', (r) => [stated(r, entries(r.sent, { status: '<Sts>BOOK</Sts>' }))], ALL],
  [
    'pending, then booked',
    (r) => [
      document('camt.053.001.08', statement(r.m(1), entries(r.sent, { status: '<Sts>PDNG</Sts>' }))),
      document('camt.053.001.08', statement(r.m(2), entries(r.sent))),
    ],
    ALL,
  ],
  [
    'information only',
    (r) => [document('camt.054.001.08', notification(r.m(), entries(r.sent, { status: '<Sts><Cd>INFO</Cd></Sts>' })))],
    NONE,
  ],
  [
    'two documents in one file',
    (r) => [
      `<Envelope>${document('camt.054.001.08', notification(r.m(1), entries([r.a]))).split('\n')[1]}${document('camt.054.001.08', notification(r.m(2), entries([r.b]))).split('\n')[1]}</Envelope>`,
    ],
    'settled settled sent',
  ],
  ['UTF-8 with byte order mark', (r) => [`\ufeff${stated(r, entries(r.sent))}`], ALL],
  ['UTF-16 with byte order mark', (r) => [Buffer.from(`\ufeff${stated(r, entries(r.sent)).replace('UTF-8', 'UTF-16')}`, 'utf16le')], ALL],
  ['UTF-16 without byte order mark', (r) => [Buffer.from(stated(r, entries(r.sent)).replace('UTF-8', 'UTF-16'), 'utf16le')], ALL],
  [
    'ISO 8859-2, as Polish and Hungarian banks write',
    (r) => [Buffer.from(stated(r, entries(r.sent)).replace('UTF-8', 'ISO-8859-2'), 'latin1')],
    ALL,
  ],
  ['Windows-1250', (r) => [Buffer.from(stated(r, entries(r.sent)).replace('UTF-8', 'windows-1250'), 'latin1')], ALL],
  ['Windows-1252 under its short name', (r) => [Buffer.from(stated(r, entries(r.sent)).replace('UTF-8', 'cp1252'), 'latin1')], ALL],
  [
    'ids in CDATA, with comments and instructions within',
    (r) => [
      stated(
        r,
        entries(r.sent)
          .replaceAll('<EndToEndId>', '<EndToEndId><!-- id --><![CDATA[')
          .replaceAll('</EndToEndId>', ']]><?x y?></EndToEndId>'),
      ),
    ],
    ALL,
  ],
  [
    'ids broken over lines',
    (r) => [
      stated(r, entries(r.sent).replaceAll('<EndToEndId>', '<EndToEndId>\n      ').replaceAll('</EndToEndId>', '\n    </EndToEndId>')),
    ],
    ALL,
  ],
]

checkBankFiles('a statement or notification', CASES)
