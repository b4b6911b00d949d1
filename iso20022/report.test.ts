import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '@/stack/test-runner/cpu-time'
import { readBankFile, readBankReport } from './report'
import type { BankReport } from './report-types'
import type { Unreadable } from './unreadable'
import { XML_BYTES_MAX } from './xml-reader'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (xml: string): BankReport | Unreadable => readBankReport(utf8(xml))

const STATUS =
  '<CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><GrpSts>ACSP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt>'
const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">${STATUS}</Document>`

describe('a file from the bank is known by its elements', () => {
  it.each<[string, string]>([
    ['pain.002.001.10', DOCUMENT],
    ['pain.002.001.03', DOCUMENT.replace('001.10', '001.03')],
    ['a national namespace', DOCUMENT.replace(/xmlns="[^"]+"/, 'xmlns="urn:swift:xsd:$pain.002.002.02"')],
    ['no namespace', DOCUMENT.replace(/ xmlns="[^"]+"/, '')],
    ['a prefix on every element', DOCUMENT.replace(/<(\/?)(?=[A-Z])/g, '<$1p2:').replace('xmlns=', 'xmlns:p2=')],
    ['an envelope around it', `<BizMsgEnvlp><AppHdr><Fr/></AppHdr>${DOCUMENT.replace(/<\?xml[^>]+>/, '')}</BizMsgEnvlp>`],
    ['no document around it', STATUS],
    ['comments, CDATA and a > in an attribute', DOCUMENT.replace('<GrpHdr>', '<!-- <x> --><GrpHdr a="1>2"><Nm><![CDATA[<a>]]></Nm>')],
    ['white space before it', `\n\n${STATUS}`],
  ])('with %s', (_what, xml) => {
    expect(read(xml)).toMatchObject({ kind: 'pain.002', messageId: 'S1', originalMessageId: 'M1', groupStatus: 'ACSP' })
  })

  it.each<[string, Uint8Array]>([
    ['a byte order mark', utf8(`\ufeff${DOCUMENT}`)],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${DOCUMENT.replace('UTF-8', 'UTF-16')}`, 'utf16le'))],
    ['ISO 8859-1', new Uint8Array(Buffer.from(DOCUMENT.replace('UTF-8', 'ISO-8859-1').replace('S1', 'S1<!-- é -->'), 'latin1'))],
  ])('in %s', (_what, bytes) => expect(readBankReport(bytes)).toMatchObject({ kind: 'pain.002', messageId: 'S1' }))

  it('decodes the entities that XML defines, however many there are', () => {
    const xml = DOCUMENT.replace('S1', 'A&amp;B&#233;&#xE9;&lt;&quot;').replace('</GrpHdr>', `<X>${'&amp;'.repeat(5_000)}</X></GrpHdr>`)
    expect(read(xml)).toMatchObject({ messageId: 'A&Béé<"' })
  })
})

describe('a file that must not be read, or cannot be, says why', () => {
  const deep = (levels: number): string => `<Document>${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}</Document>`

  it.each<[string, Uint8Array | string, RegExp]>([
    ['nothing', '', /is empty/],
    ['text', 'Dear customer', /not an XML file/],
    ['JSON', '{"a":1}', /not an XML file/],
    ['HTML with a doctype', '<!DOCTYPE html><html></html>', /web page/],
    ['HTML without one', '<html><head><title>Sign in</title><meta charset="utf-8"></head></html>', /web page/],
    ['a PDF', '%PDF-1.7', /a PDF document/],
    ['MT940', ':20:STARTUMS\r\n:25:10020030/1234567\r\n', /an MT940 statement/],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>', /document type definition/],
    [
      'a DTD in UTF-16',
      new Uint8Array(Buffer.from('\ufeff<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'utf16le')),
      /document type definition/,
    ],
    ['EBCDIC', new Uint8Array(Buffer.from('4c6fa79493409985a28996957e7ff14bf07f6f6e', 'hex')), /not an XML file/],
    ['a character by number that is none', DOCUMENT.replace('S1', '&#0;'), /malformed character entity \(line 1/],
    ['an attribute given twice', DOCUMENT.replace('<GrpHdr>', '<GrpHdr a="1" a="2">'), /duplicate attribute: a \(line 1/],
    ['a report between banks', DOCUMENT.replaceAll('CstmrPmtStsRpt', 'FIToFIPmtStsRpt'), /between banks \(pacs.002\)/],
    ['an entity bomb', '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>', /document type definition/],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', /document type definition/],
    ['an undefined entity', DOCUMENT.replace('S1', '&bank;'), /an entity is used that XML does not define \(line 1, character 140\)/],
    ['1,000 levels', deep(1_000), /deeper than 64/],
    ['65 levels', deep(64), /deeper than 64/],
    ['a file cut off in a tag', DOCUMENT.slice(0, -5), /cut off/],
    [
      'a file cut off between tags',
      DOCUMENT.slice(0, DOCUMENT.indexOf('</GrpHdr>')),
      /cut off: it ends within GrpHdr, which begins in line 1; get it again from the bank \(line 1, character 144\)/,
    ],
    ['tags that cross', '<Document><a><b></a></b></Document>', /closed within which another is still open \(line 1, character 20\)/],
    ['a closing tag alone', '</a>', /closed where nothing is open/],
    ['two documents', `${STATUS}${STATUS}`, /more than one outermost element/],
    ['no element', '<!-- nothing -->', /no elements/],
    ['a stray <', '<Document>1 < 2</Document>', /"<" begins no element/],
    ['NUL', `${STATUS}\0`, /character that XML does not allow \(line 1/],
    ['an unknown encoding', DOCUMENT.replace('UTF-8', 'EBCDIC'), /encoding ebcdic/],
    ['another encoding than it says', new Uint8Array(Buffer.from(DOCUMENT.replace('S1', 'Sé'), 'latin1')), /says it is utf-8 but is not/],
    ['too many bytes', new Uint8Array(XML_BYTES_MAX + 1), /more than 128 MB/],
    ['another document', '<Invoice/>', /<Invoice> is not a file type that banks send/],
    ['our own payment file', '<Document><CstmrCdtTrfInitn/></Document>', /payment file/],
    ['a status of nothing', DOCUMENT.replace('<OrgnlMsgId>M1</OrgnlMsgId>', ''), /S1 does not say which payment file/],
  ])('%s', (_what, given, reason) => {
    const result = readBankReport(typeof given === 'string' ? utf8(given) : given)
    expect(result).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) })
  })

  it('1,000,000 attributes, elements or closed tags that belong to nothing', () => {
    const many = 1_000_000
    const attributes = Array.from({ length: 100 }, (_, n) => `a${n}=""`).join(' ')
    expect(read(`<a ${attributes}/>`)).toMatchObject({ reason: expect.stringContaining('more than 50 attributes') })
    expect(read(`<a>${'<b/>'.repeat(many)}</a>`)).toMatchObject({ reason: expect.stringContaining('more than 200000 elements') })
    expect(read(`<a>${'<Ntry/>'.repeat(many)}</a>`)).toMatchObject({ reason: expect.stringContaining('more than 500000 entries') })
  })

  it('in bounded time, whatever the trick', async () => {
    const big = 8_000_000
    const tricks = [
      `<a b="${'x'.repeat(big)}`,
      '<'.repeat(big),
      '<a '.repeat(big / 3),
      '<a>'.repeat(big / 3),
      `<!--${'-'.repeat(big)}`,
      `<a>${'&'.repeat(big)}</a>`,
      `<a>${'&a'.repeat(big / 2)}</a>`,
    ]
    const readAll = () => expect(new Set(tricks.map((xml) => read(xml).kind))).toEqual(new Set(['unreadable']))
    expect(await cpuMs(readAll)).toBeLessThan(15_000)
  })
})

it('no input crashes the readers', () => {
  const names = fc.constantFrom(
    'Document',
    'CstmrPmtStsRpt',
    'BkToCstmrDbtCdtNtfctn',
    'GrpHdr',
    'MsgId',
    'OrgnlGrpInfAndSts',
    'OrgnlMsgId',
    'OrgnlPmtInfAndSts',
    'TxInfAndSts',
    'Ntfctn',
    'BkToCstmrStmt',
    'Stmt',
    'Btch',
    'RtrInf',
    'Ntry',
    'Amt',
    'NtryDtls',
    'TxDtls',
    'Chrgs',
    'Rcrd',
    'CdtDbtInd',
    'Sts',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  )
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom('', 'DBIT', 'RJCT', 'BOOK', '12.5', '&amp;', '<![CDATA[x]]>'),
      fc
        .tuple(names, fc.constantFrom('', ' Ccy="EUR"', ' Ccy="XXX"'), fc.array(tie('tree'), { maxLength: 4 }))
        .map(([name, attribute, children]) => `<${name}${attribute}>${children.join('')}</${name}>`),
    ),
  }))
  const kinds = new Set(['pain.002', 'camt.054', 'camt.053', 'unreadable'])
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        tree,
        tree.map((inner) => `<Document><CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId></GrpHdr>${inner}</CstmrPmtStsRpt></Document>`),
        tree.map(
          (inner) =>
            `<Document><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>1</MsgId></GrpHdr><Ntfctn>${inner}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`,
        ),
      ),
      (xml) => kinds.has(read(xml).kind),
    ),
    { numRuns: 3_000 },
  )
})

describe('several messages in one file', () => {
  const message = (sum: string): string =>
    `<Document><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N1</MsgId></GrpHdr><Ntfctn><Id>1</Id><Ntry><Amt Ccy="EUR">${sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
  const hashes = async (...messages: string[]) =>
    (await readBankFile(utf8(`<Envelope>${messages.join('\n')}</Envelope>`), 'a.xml')).documents.map((each) => each.sha256)

  it('are told apart by what they say, whatever id they have, and known again by it', async () => {
    const [one, other, again] = await hashes(message('1.00'), message('2.00'), message('1.00'))
    expect(one).not.toBe(other)
    expect(again).toBe(one)
    expect(await hashes(message('1.00'))).not.toContain(one)
  })
})

it.each([
  ['a statement', '<Document><BkToCstmrStmt/></Document>'],
  ['a notification', '<Document><BkToCstmrDbtCdtNtfctn><GrpHdr/></BkToCstmrDbtCdtNtfctn></Document>'],
  ['a status', DOCUMENT.replace('<MsgId>S1</MsgId>', '')],
])('%s without an id is known by its content', async (_what, xml) => {
  const idOf = async (text: string) => {
    const report = (await readBankFile(utf8(text), 'a.xml')).documents[0]?.report
    return report?.kind === 'unreadable' ? report.reason : report?.messageId
  }
  expect(await idOf(xml)).toMatch(/^no id, [0-9a-f]{16}$/)
  expect(await idOf(xml)).toBe(await idOf(xml))
  expect(await idOf(xml.replace('</Document>', ' </Document>'))).not.toBe(await idOf(xml))
})
