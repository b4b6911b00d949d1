import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CURRENCIES } from '@/events/money'
import { sepaText } from './charset'
import { controlSum, sameDecimal } from './control-sum'
import type { CreditTransfer, Payment, PaymentBlock } from './credit-transfer'
import { makeIban } from './make-iban'
import { buildPain001, NAME_CHARACTERS_MAX, REMITTANCE_CHARACTERS_MAX } from './pain001'
import { readPain001 } from './read-pain001'

const DEBTOR = { name: 'Sample Works GmbH', account: 'DE89370400440532013000', bic: 'COBADEFFXXX' }

function payment(change: Partial<Payment> = {}): Payment {
  return {
    instructionId: 'I-1',
    endToEndId: 'NL-2026-11-01-00001',
    amountMinor: 341_260n,
    currency: 'EUR',
    creditor: { name: 'José García', account: 'ES9121000418450200051332', accountKind: 'iban', bic: null, country: 'ES' },
    remittance: 'Salary 2026-11',
    ...change,
  }
}

function transfer(block: Partial<PaymentBlock> = {}): CreditTransfer {
  return {
    messageId: 'NL-2026-11-01-F1',
    createdAt: '2026-11-23T10:00:00.000Z',
    initiatingParty: 'Sample Works GmbH',
    blocks: [
      {
        paymentInformationId: 'NL-2026-11-01-F1-S-EUR',
        debtor: DEBTOR,
        executionDate: '2026-11-25',
        rail: 'sepa',
        currency: 'EUR',
        batchBooking: true,
        salary: true,
        payments: [payment()],
        ...block,
      },
    ],
  }
}

const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml)

function read(xml: string): CreditTransfer {
  const result = readPain001(bytes(xml))
  if (result.kind === 'unreadable') throw new Error(result.reason)
  expect(result.controlProblem).toBeNull()
  return result.transfer
}

/** What stands in the file for these values: names and texts as SEPA writes them. */
function asWritten(given: CreditTransfer): CreditTransfer {
  const name = (text: string): string => sepaText(text, NAME_CHARACTERS_MAX) || '.'
  return {
    ...given,
    initiatingParty: name(given.initiatingParty),
    blocks: given.blocks.map((block) => ({
      ...block,
      debtor: { ...block.debtor, name: name(block.debtor.name) },
      payments: block.payments.map((each) => ({
        ...each,
        creditor: { ...each.creditor, name: name(each.creditor.name) },
        remittance: sepaText(each.remittance ?? '', REMITTANCE_CHARACTERS_MAX) || null,
      })),
    })),
  }
}

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...'<>&"\'/ äßøłЩΨ佐\u0301'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  maxLength: 160,
})
const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

const anyCreditor = fc.oneof(
  fc.record({
    name: anyText,
    account: digits(20).map((bban) => makeIban('ES', bban)),
    accountKind: fc.constant('iban' as const),
    bic: fc.constantFrom(null, 'BBVAESMM'),
    country: fc.constant('ES'),
  }),
  fc.record({
    name: anyText,
    account: digits(9),
    accountKind: fc.constant('number' as const),
    bic: fc.constant('BOTKJPJT'),
    country: fc.constant('JP'),
  }),
)

const anyTransfer: fc.Arbitrary<CreditTransfer> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...CURRENCIES.keys()),
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.tuple(fc.bigInt(1n, 99_999_999_999n), anyCreditor, fc.option(anyText)), { minLength: 1, maxLength: 6 }),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .chain((blocks) => fc.tuple(fc.constant(blocks), anyText, fc.constantFrom(DEBTOR.account, '1234567')))
  .map(([blocks, debtorName, account]) => ({
    messageId: 'SAMPLE-1',
    createdAt: '2026-11-23T10:00:00.000Z',
    initiatingParty: debtorName,
    blocks: blocks.map(([currency, batchBooking, salary, payments], b) => ({
      paymentInformationId: `SAMPLE-1-${b}`,
      debtor: { ...DEBTOR, name: debtorName, account },
      executionDate: '2026-11-25',
      rail: currency === 'EUR' ? ('sepa' as const) : ('swift' as const),
      currency,
      batchBooking,
      salary,
      payments: payments.map(([amountMinor, creditor, remittance], p) => ({
        instructionId: `I/${b}.${p}`,
        endToEndId: `E-${b}-${p}`,
        amountMinor,
        currency,
        creditor,
        remittance,
      })),
    })),
  }))

describe('a payment file', () => {
  it('reads back as what was written, for any names, amounts and currencies', () => {
    fc.assert(
      fc.property(anyTransfer, (given) => {
        const file = buildPain001(given)
        const back = read(file.xml)
        expect(back).toEqual(asWritten(given))
        expect(buildPain001(back).xml).toBe(file.xml)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same bytes for the same values', () => expect(buildPain001(transfer()).xml).toBe(buildPain001(transfer()).xml))

  it('carries exact counts and control sums at both levels, as a plain sum across currencies', () => {
    const yen = payment({
      endToEndId: 'E-JP',
      amountMinor: 300_000n,
      currency: 'JPY',
      creditor: { name: 'Sato', account: '1234567', accountKind: 'number', bic: 'BOTKJPJT', country: 'JP' },
    })
    const [sepa] = transfer().blocks
    const { xml, count, sums } = buildPain001({
      ...transfer(),
      blocks: [
        { ...sepa!, payments: [payment(), payment({ endToEndId: 'E-2', amountMinor: 1n })] },
        { ...sepa!, paymentInformationId: 'B-2', rail: 'swift', currency: 'JPY', payments: [yen] },
      ],
    })
    expect([...xml.matchAll(/<NbOfTxs>(\d+)/g)].map((match) => match[1])).toEqual(['3', '2', '1'])
    expect([...xml.matchAll(/<CtrlSum>([\d.]+)/g)].map((match) => match[1])).toEqual(['303412.61', '3412.61', '300000'])
    expect(count).toBe(3)
    expect(sums).toEqual([
      { currency: 'EUR', amountMinor: 341_261n, payments: 2 },
      { currency: 'JPY', amountMinor: 300_000n, payments: 1 },
    ])
  })

  it('says SEPA, shared charges and salary where they belong, and nothing of an address that banks refuse', () => {
    const sepa = buildPain001(transfer()).xml
    expect(sepa).toContain('<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>')
    expect(sepa).toContain('<ChrgBr>SLEV</ChrgBr><CdtTrfTxInf>')
    expect(sepa).not.toContain('PstlAdr')
    const swift = buildPain001(
      transfer({ rail: 'swift', currency: 'KWD', salary: false, payments: [payment({ currency: 'KWD', amountMinor: 1_500n })] }),
    ).xml
    expect(swift).toContain('<ChrgBr>SHAR</ChrgBr>')
    expect(swift).not.toContain('PmtTpInf')
    expect(swift).toContain('<InstdAmt Ccy="KWD">1.500</InstdAmt>')
    const town = buildPain001(transfer({ payments: [payment({ creditor: { ...payment().creditor, town: 'Málaga' } })] })).xml
    expect(town).toContain('<PstlAdr><TwnNm>Malaga</TwnNm><Ctry>ES</Ctry></PstlAdr>')
  })

  it.each<[string, CreditTransfer]>([
    ['a message id of 36 characters', { ...transfer(), messageId: 'a'.repeat(36) }],
    ['an end-to-end id with //', transfer({ payments: [payment({ endToEndId: 'a//b' })] })],
    ['the same end-to-end id twice', transfer({ payments: [payment(), payment()] })],
    ['no payments', transfer({ payments: [] })],
    ['no blocks', { ...transfer(), blocks: [] }],
    ['an amount of zero', transfer({ payments: [payment({ amountMinor: 0n })] })],
    ['more than SEPA carries', transfer({ payments: [payment({ amountMinor: 100_000_000_000n })] })],
    ['dollars by SEPA', transfer({ currency: 'USD', payments: [payment({ currency: 'USD' })] })],
    ['a currency that is not the block’s', transfer({ rail: 'swift', payments: [payment({ currency: 'USD' })] })],
  ])('is not made with %s', (_what, values) => expect(() => buildPain001(values)).toThrow(RangeError))

  it('is seen to be wrong when its sum or count is not the real one', () => {
    const { xml } = buildPain001(transfer())
    expect(readPain001(bytes(xml.replace('<CtrlSum>3412.60', '<CtrlSum>3412.61')))).toMatchObject({
      controlProblem: expect.stringContaining('3412.61'),
    })
    expect(readPain001(bytes(xml.replace('<NbOfTxs>1', '<NbOfTxs>2')))).toMatchObject({
      controlProblem: expect.stringContaining('2 payments'),
    })
  })
})

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
