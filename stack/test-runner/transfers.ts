/** Payment files as values, for tests: one plain transfer to vary, and any transfer that a file can carry. */
import fc from 'fast-check'
import { CURRENCIES } from '@/events/money'
import { NAME_CHARACTERS_MAX, sepaText } from '@/iso20022/charset'
import type { CreditTransfer, Payment, PaymentBlock } from '@/iso20022/credit-transfer'
import type { FileFormat } from '@/iso20022/file-format'
import { REMITTANCE_CHARACTERS_MAX, TOWN_CHARACTERS_MAX } from '@/iso20022/pain001'
import { makeIban } from './make-iban'

export const PLAIN: FileFormat = { version: 'pain.001.001.09', umlauts: 'one-letter', addresses: false }
export const FORMATS: readonly FileFormat[] = (['pain.001.001.09', 'pain.001.001.03'] as const).flatMap((version) =>
  (['one-letter', 'two-letters'] as const).flatMap((umlauts) => [true, false].map((addresses) => ({ version, umlauts, addresses }))),
)

const DEBTOR = { name: 'Sample Works GmbH', account: 'DE89370400440532013000', bic: 'COBADEFFXXX', country: 'DE' }

export function paymentOf(change: Partial<Payment> = {}): Payment {
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

export function transferOf(block: Partial<PaymentBlock> = {}): CreditTransfer {
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
        payments: [paymentOf()],
        ...block,
      },
    ],
  }
}

/** What stands in the file for these values: names and texts as banks write them, addresses where they are carried and have a town. */
export function asWritten(given: CreditTransfer, { umlauts, addresses }: FileFormat): CreditTransfer {
  const name = (text: string): string => sepaText(text, NAME_CHARACTERS_MAX, umlauts) || '.'
  const party = <T extends { name: string; town?: string }>({ town, ...rest }: T) => {
    const written = addresses && town !== undefined ? sepaText(town, TOWN_CHARACTERS_MAX, umlauts) : ''
    return { ...rest, name: name(rest.name), ...(written !== '' && { town: written }) }
  }
  return {
    ...given,
    initiatingParty: name(given.initiatingParty),
    blocks: given.blocks.map((block) => ({
      ...block,
      debtor: party(block.debtor),
      payments: block.payments.map((payment) => ({
        ...payment,
        creditor: party(payment.creditor),
        remittance: sepaText(payment.remittance ?? '', REMITTANCE_CHARACTERS_MAX, umlauts) || null,
      })),
    })),
  }
}

/** Anything a payroll program may hand us: markup, control characters, halves of pairs, marks without letters, and now and then far too long. */
const anyText = fc.oneof({ weight: 9, arbitrary: textOf(160) }, { weight: 1, arbitrary: textOf(400).map((text) => text.repeat(50)) })

function textOf(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.constantFrom(...'<>&"\'/ äßøłЩΨ佐\u0301ﬃ\u0000\u000b\u202e\ufeff\ud83d\ude00', ']]>', '<![CDATA[', '<!--', '&#0;', '👨‍👩‍👧'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((half) => String.fromCharCode(half)),
  )
  return fc.array(unit, { maxLength }).map((parts) => parts.join(''))
}

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const place = { name: anyText, town: fc.oneof(fc.constantFrom('', 'Málaga', 'Köln'), anyText) }
const iban = {
  account: digits(20).map((bban) => makeIban('ES', bban)),
  accountKind: fc.constant('iban' as const),
  country: fc.constant('ES'),
}
const sepaCreditor = fc.record(
  { ...place, ...iban, bic: fc.constantFrom(null, 'BBVAESMM') },
  { requiredKeys: ['name', 'account', 'accountKind', 'bic', 'country'] },
)
const numberCreditor = fc.record(
  { ...place, account: digits(9), accountKind: fc.constant('number' as const), bic: fc.constant('BOTKJPJT'), country: fc.constant('JP') },
  { requiredKeys: ['name', 'account', 'accountKind', 'bic', 'country'] },
)

const nationalCreditor = fc
  .record(
    {
      ...place,
      account: fc.oneof(
        fc.tuple(fc.constant('GB'), digits(14)),
        fc.tuple(
          fc.constant('US'),
          digits(12).map((number) => `021000021${number}`),
        ),
      ),
      accountKind: fc.constant('number' as const),
      bic: fc.constant(null),
    },
    { requiredKeys: ['name', 'account', 'accountKind', 'bic'] },
  )
  .map(({ account: [country, account], ...rest }) => ({ ...rest, account, country }))

const otherCurrencies = [...CURRENCIES.keys()].filter((code) => code !== 'EUR')

const anyBlock = fc.oneof(
  fc.record({ rail: fc.constant('sepa' as const), currency: fc.constant('EUR'), payments: paymentsOf(99_999_999_999n, sepaCreditor) }),
  fc.record({
    rail: fc.constant('swift' as const),
    currency: fc.constantFrom('EUR', ...otherCurrencies),
    payments: paymentsOf(9_999_999_999_999n, fc.oneof(sepaCreditor, numberCreditor, nationalCreditor)),
  }),
)

function paymentsOf<C>(amountMinorMax: bigint, creditor: fc.Arbitrary<C>) {
  const payment = fc.record({ amountMinor: fc.bigInt(1n, amountMinorMax), creditor, remittance: fc.option(anyText) })
  return fc.array(payment, { minLength: 1, maxLength: 6 })
}

/** Any names, texts, amounts, currencies, blocks. */
export const anyTransfer: fc.Arbitrary<CreditTransfer> = fc
  .record({
    debtor: fc.record({
      ...place,
      account: fc.constantFrom(DEBTOR.account, '1234567'),
      bic: fc.constant(DEBTOR.bic),
      country: fc.constant('DE'),
    }),
    blocks: fc.array(fc.tuple(anyBlock, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 4 }),
  })
  .map(({ debtor, blocks }) => ({
    messageId: 'SAMPLE-1',
    createdAt: '2026-11-23T10:00:00.000Z',
    initiatingParty: debtor.name,
    blocks: blocks.map(([{ rail, currency, payments }, batchBooking, salary], b) => ({
      paymentInformationId: `SAMPLE-1-${b}`,
      debtor,
      executionDate: '2026-11-25',
      rail,
      currency,
      batchBooking,
      salary,
      payments: payments.map((payment, p) => ({ ...payment, instructionId: `I/${b}.${p}`, endToEndId: `E-${b}-${p}`, currency })),
    })),
  }))
