import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTransfer, asWritten, FORMATS, PLAIN, paymentOf, transferOf } from '@/stack/test-runner/transfers'
import { controlSum, sameDecimal } from './control-sum'
import type { CreditTransfer } from './credit-transfer'
import type { FileFormat } from './file-format'
import { buildPain001 } from './pain001'
import { readPain001 } from './read-pain001'

const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml)

function read(xml: string, format: FileFormat = PLAIN): CreditTransfer {
  const result = readPain001(bytes(xml))
  if (result.kind === 'unreadable') throw new Error(result.reason)
  expect(result).toMatchObject({ version: format.version, controlProblem: null })
  return result.transfer
}

const toNumber = (change: { bic: string | null; account?: string; country?: string }) =>
  paymentOf({ creditor: { name: 'Sato', account: '1234567', accountKind: 'number', country: 'JP', ...change } })

describe('a payment file', () => {
  it('reads back as what was written, for any names, amounts and currencies', () => {
    fc.assert(
      fc.property(anyTransfer, fc.constantFrom(...FORMATS), (given, format) => {
        const file = buildPain001(given, format)
        const back = read(file.xml, format)
        expect(back).toEqual(asWritten(given, format))
        expect(buildPain001(back, format).xml).toBe(file.xml)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps within what SEPA and national rules allow, which is less than the ISO schema does, for any names, amounts and currencies', () => {
    fc.assert(
      fc.property(anyTransfer, fc.constantFrom(...FORMATS), (given, format) => {
        expect(beyondNationalRules(buildPain001(given, format).xml)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('is the same bytes for the same values', () =>
    expect(buildPain001(transferOf(), PLAIN).xml).toBe(buildPain001(transferOf(), PLAIN).xml))

  it('carries exact counts and control sums at both levels, as a plain sum across currencies', () => {
    const yen = paymentOf({
      endToEndId: 'E-JP',
      amountMinor: 300_000n,
      currency: 'JPY',
      creditor: { name: 'Sato', account: '1234567', accountKind: 'number', bic: 'BOTKJPJT', country: 'JP' },
    })
    const [sepa] = transferOf().blocks
    const { xml, count, sums } = buildPain001(
      {
        ...transferOf(),
        blocks: [
          { ...sepa!, payments: [paymentOf(), paymentOf({ endToEndId: 'E-2', amountMinor: 1n })] },
          { ...sepa!, paymentInformationId: 'B-2', rail: 'swift', currency: 'JPY', payments: [yen] },
        ],
      },
      PLAIN,
    )
    expect([...xml.matchAll(/<NbOfTxs>(\d+)/g)].map((match) => match[1])).toEqual(['3', '2', '1'])
    expect([...xml.matchAll(/<CtrlSum>([\d.]+)/g)].map((match) => match[1])).toEqual(['303412.61', '3412.61', '300000'])
    expect(count).toBe(3)
    expect(sums).toEqual([
      { currency: 'EUR', amountMinor: 341_261n, payments: 2 },
      { currency: 'JPY', amountMinor: 300_000n, payments: 1 },
    ])
  })

  it('says SEPA, shared charges and salary where they belong, and nothing of an address that banks refuse', () => {
    const sepa = buildPain001(transferOf(), PLAIN).xml
    expect(sepa).toContain('<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>')
    expect(sepa).toContain('<ChrgBr>SLEV</ChrgBr><CdtTrfTxInf>')
    expect(sepa).not.toContain('PstlAdr')
    const swift = buildPain001(
      transferOf({ rail: 'swift', currency: 'KWD', salary: false, payments: [paymentOf({ currency: 'KWD', amountMinor: 1_500n })] }),
      PLAIN,
    ).xml
    expect(swift).toContain('<ChrgBr>SHAR</ChrgBr>')
    expect(swift).not.toContain('PmtTpInf')
    expect(swift).toContain('<InstdAmt Ccy="KWD">1.500</InstdAmt>')
  })

  it('carries town and country where the bank takes addresses and there is a town, and else no address', () => {
    const [block] = transferOf().blocks
    const given = transferOf({
      debtor: { ...block!.debtor, town: 'Köln' },
      payments: [paymentOf({ creditor: { ...paymentOf().creditor, town: 'Málaga' } }), paymentOf({ endToEndId: 'E-2' })],
    })
    const carried = buildPain001(given, { version: 'pain.001.001.09', umlauts: 'two-letters', addresses: true }).xml
    expect(carried.match(/<PstlAdr>.*?<\/PstlAdr>/g)).toEqual([
      '<PstlAdr><TwnNm>Koeln</TwnNm><Ctry>DE</Ctry></PstlAdr>',
      '<PstlAdr><TwnNm>Malaga</TwnNm><Ctry>ES</Ctry></PstlAdr>',
    ])
    expect(buildPain001(given, PLAIN).xml).not.toContain('PstlAdr')
  })

  it('names the bank by sort code or routing number where there is no BIC', () => {
    const written = (country: string, account: string) =>
      buildPain001(transferOf({ rail: 'swift', payments: [toNumber({ bic: null, country, account })] }), PLAIN).xml.match(
        /<CdtrAgt>.*?<\/CdtrAgt>|<Othr>.*?<\/Othr>/g,
      )
    expect(written('GB', '20000055779911')).toEqual([
      '<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>GBDSC</Cd></ClrSysId><MmbId>200000</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>',
      '<Othr><Id>55779911</Id></Othr>',
    ])
    expect(written('US', '0210000211234567')).toEqual([
      '<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>',
      '<Othr><Id>1234567</Id></Othr>',
    ])
  })

  it('is written in the older version for banks that still take it', () => {
    const { xml } = buildPain001(transferOf(), { ...PLAIN, version: 'pain.001.001.03' })
    expect(xml).toContain('xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"')
    expect(xml).toContain('<ReqdExctnDt>2026-11-25</ReqdExctnDt>')
    expect(xml).toContain('<FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId>')
  })

  it.each<[string, CreditTransfer]>([
    ['a message id of 36 characters', { ...transferOf(), messageId: 'a'.repeat(36) }],
    ['an end-to-end id with //', transferOf({ payments: [paymentOf({ endToEndId: 'a//b' })] })],
    ['the same end-to-end id twice', transferOf({ payments: [paymentOf(), paymentOf()] })],
    ['no payments', transferOf({ payments: [] })],
    ['no blocks', { ...transferOf(), blocks: [] }],
    ['an amount of zero', transferOf({ payments: [paymentOf({ amountMinor: 0n })] })],
    ['more than SEPA carries', transferOf({ payments: [paymentOf({ amountMinor: 100_000_000_000n })] })],
    ['dollars by SEPA', transferOf({ currency: 'USD', payments: [paymentOf({ currency: 'USD' })] })],
    ['a currency that is not the block’s', transferOf({ rail: 'swift', payments: [paymentOf({ currency: 'USD' })] })],
    ['a SEPA payment to an account number', transferOf({ payments: [toNumber({ bic: 'BOTKJPJT' })] })],
    ['an account number without BIC', transferOf({ rail: 'swift', payments: [toNumber({ bic: null })] })],
    [
      'a sort code without an account',
      transferOf({ rail: 'swift', payments: [toNumber({ bic: null, country: 'GB', account: '200000' })] }),
    ],
    [
      'a routing number with a wrong check digit',
      transferOf({ rail: 'swift', payments: [toNumber({ bic: null, country: 'US', account: '0210000221234567' })] }),
    ],
    ['an account with markup in it', transferOf({ rail: 'swift', payments: [toNumber({ bic: 'BOTKJPJT', account: '12<3' })] })],
    ['an account of 35 characters', transferOf({ rail: 'swift', payments: [toNumber({ bic: 'BOTKJPJT', account: '1'.repeat(35) })] })],
    ['something that is no BIC', transferOf({ rail: 'swift', payments: [toNumber({ bic: 'BOTKJPJ' })] })],
    ['more digits than ISO 20022 has', transferOf({ rail: 'swift', payments: [paymentOf({ amountMinor: 10n ** 18n })] })],
    [
      'a sum of more digits than ISO 20022 has',
      transferOf({ rail: 'swift', payments: ['E-1', 'E-2'].map((endToEndId) => paymentOf({ endToEndId, amountMinor: 10n ** 18n - 1n })) }),
    ],
    ['a day that is none', transferOf({ executionDate: '25.11.2026' })],
  ])('is not made with %s', (_what, values) => expect(() => buildPain001(values, PLAIN)).toThrow(RangeError))

  it('is not made in the older version with a BIC that has digits where its schema wants letters', () => {
    const digits = transferOf({ payments: [paymentOf({ creditor: { ...paymentOf().creditor, bic: '12AAESMM' } })] })
    expect(() => buildPain001(digits, PLAIN)).not.toThrow()
    expect(() => buildPain001(digits, { ...PLAIN, version: 'pain.001.001.03' })).toThrow(/cannot carry the BIC/)
  })

  it('is seen to be wrong when its sum or count is not the real one', () => {
    const { xml } = buildPain001(transferOf(), PLAIN)
    expect(readPain001(bytes(xml.replace('<CtrlSum>3412.60', '<CtrlSum>3412.61')))).toMatchObject({
      controlProblem: expect.stringContaining('3412.61'),
    })
    expect(readPain001(bytes(xml.replace('<NbOfTxs>1', '<NbOfTxs>2')))).toMatchObject({
      controlProblem: expect.stringContaining('2 payments'),
    })
  })
})

/** The German DK schema and EPC132-08, as far as they are stricter than ISO 20022. */
function beyondNationalRules(xml: string): string[] {
  const all = (element: string, within = xml) =>
    [...within.matchAll(new RegExp(`<${element}(?: [^>]*)?>(.*?)</${element}>`, 'gs'))].map(([, text]) => text ?? '')
  const refuse = (element: string, allowed: RegExp) =>
    all(element)
      .filter((text) => !allowed.test(text))
      .map((text) => `${element}: ${text}`)
  return [
    ...refuse('Nm', /^([A-Za-z0-9/?:().,'+ -]){1,70}$/),
    ...refuse('Ustrd', /^([A-Za-z0-9/?:().,'+ -]){1,140}$/),
    ...refuse('TwnNm', /^([A-Za-z0-9/?:().,'+ -]){1,35}$/),
    ...['MsgId', 'PmtInfId', 'InstrId', 'EndToEndId'].flatMap((id) => refuse(id, /^(?!\/)(?!.*\/\/)[A-Za-z0-9/?:().,+-]{1,35}(?<!\/)$/)),
    ...refuse('PstlAdr', /^<TwnNm>.+<\/TwnNm><Ctry>[A-Z]{2}<\/Ctry>$/),
    ...all('CdtTrfTxInf').flatMap((payment) => (all('Ustrd', payment).length > 1 || payment.includes('ChrgBr') ? [payment] : [])),
    ...all('PmtInf').flatMap((block) => {
      const sepa = block.includes('<Cd>SEPA</Cd>')
      const right =
        all('ChrgBr', block).join() === (sepa ? 'SLEV' : 'SHAR') && Number(all('NbOfTxs', block)[0]) === all('CdtTrfTxInf', block).length
      const euros =
        all('InstdAmt', block).every((amount) => /^\d{1,9}\.\d\d$/.test(amount) && Number(amount) >= 0.01) && !/Ccy="(?!EUR)/.test(block)
      return right && (!sepa || (euros && !block.includes('<CdtrAcct><Id><Othr>'))) ? [] : [block]
    }),
  ]
}

describe('control sums', () => {
  it('are exact for any amounts of any currencies', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.bigInt(0n, 10n ** 15n), fc.constantFrom('JPY', 'EUR', 'KWD'))), (amounts) => {
        const exponent = { JPY: 0, EUR: 2, KWD: 3 } as const
        const thousandths = amounts.reduce(
          (sum, [minor, currency]) => sum + minor * 10n ** BigInt(3 - exponent[currency as keyof typeof exponent]),
          0n,
        )
        const sum = controlSum(amounts.map(([amountMinor, currency]) => ({ amountMinor, currency })))
        const [whole, fraction = ''] = sum.split('.')
        expect(BigInt(whole + fraction.padEnd(3, '0'))).toBe(thousandths)
      }),
    )
  })

  it.each([
    ['10', '10.00', true],
    ['010.5', '10.50', true],
    ['+1', '1', true],
    ['10', '100', false],
    ['0', '0.00', true],
    ['0.01', '0.1', false],
  ])('%s and %s are the same: %s', (a, b, same) => expect(sameDecimal(a, b)).toBe(same))
})
