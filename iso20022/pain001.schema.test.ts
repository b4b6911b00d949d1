/** Payment files against the official XML schemas, read from the two PyPI packages that carry them; says so when they cannot be had. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { officialSchema } from '@/stack/test-runner/official-schemas'
import { anyTransfer, FORMATS, paymentOf, transferOf } from '@/stack/test-runner/transfers'
import type { CreditTransfer } from './credit-transfer'
import type { FileFormat, PainVersion } from './file-format'
import { buildPain001 } from './pain001'

const [sepa] = transferOf().blocks

/** Every kind of block in one file: SEPA with and without BIC and address, SWIFT to IBAN and account number, currencies of 0, 2 and 3 decimals. */
const everything: CreditTransfer = {
  ...transferOf(),
  blocks: [
    {
      ...sepa!,
      debtor: { ...sepa!.debtor, town: 'Köln' },
      payments: [
        paymentOf({ creditor: { ...paymentOf().creditor, town: 'Málaga', bic: 'BBVAESMM' } }),
        paymentOf({ endToEndId: 'E-2', remittance: null, amountMinor: 99_999_999_999n }),
      ],
    },
    {
      ...sepa!,
      paymentInformationId: 'B-PLN',
      rail: 'swift',
      currency: 'PLN',
      salary: false,
      payments: [paymentOf({ endToEndId: 'E-3', currency: 'PLN' })],
    },
    ...(['JPY', 'KWD', 'USD'] as const).map((currency) => ({
      ...sepa!,
      paymentInformationId: `B-${currency}`,
      debtor: { ...sepa!.debtor, account: '0012345678' },
      rail: 'swift' as const,
      currency,
      batchBooking: false,
      payments: [
        paymentOf({
          endToEndId: `E-${currency}`,
          currency,
          amountMinor: 9_999_999_999_999n,
          creditor: {
            name: '佐藤 花子',
            account: '1234567',
            accountKind: 'number',
            bic: 'BOTKJPJTXXX',
            country: 'JP',
            town: 'Chūō-ku, Tōkyō',
          },
        }),
      ],
    })),
  ],
}

describe.each(['pain.001.001.09', 'pain.001.001.03'] as const)('%s', (version: PainVersion) => {
  const formats = FORMATS.filter((format) => format.version === version)
  const found = officialSchema('pain001', `${version}.xsd`)
  const skipped = 'missing' in found ? ` (SKIPPED: ${found.missing})` : ''

  it.skipIf(skipped)(`is valid by its official schema, SEPA and not${skipped}`, async () => {
    for (const format of formats) expect(await problemsOf([buildPain001(everything, format).xml], found)).toEqual([])
  })

  it.skipIf(skipped)(`is valid for any names, texts, amounts and currencies${skipped}`, { timeout: 120_000 }, async () => {
    const samples = fc.sample(fc.tuple(anyTransfer, fc.constantFrom(...formats)), 100)
    const files = samples.map(([transfer, format]: [CreditTransfer, FileFormat]) => buildPain001(transfer, format).xml)
    expect(await problemsOf(files, found)).toEqual([])
  })

  it.skipIf(skipped)(`is refused by it when something is wrong, so that a pass means something${skipped}`, async () => {
    const { xml } = buildPain001(everything, formats[0]!)
    expect(await problemsOf([xml.replace('<PmtMtd>TRF</PmtMtd>', '')], found)).not.toEqual([])
  })
})

async function problemsOf(files: readonly string[], schema: ReturnType<typeof officialSchema>): Promise<string[]> {
  if ('missing' in schema) throw new Error(schema.missing)
  const xml = files.map((contents, n) => ({ fileName: `file-${n}.xml`, contents }))
  const { errors } = await validateXML({ xml, schema: schema.text })
  return errors.map(({ rawMessage }) => rawMessage)
}
