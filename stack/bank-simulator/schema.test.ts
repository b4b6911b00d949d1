/** The simulated bank's own files against the official schemas: a simulator that writes what no bank writes proves nothing. */
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { PaymentBlock } from '@/iso20022/credit-transfer'
import { buildPain001 } from '@/iso20022/pain001'
import { officialSchema } from '../test-runner/official-schemas'
import { PLAIN, transferOf } from '../test-runner/transfers'
import { answer } from './answer'

const BANKS = [
  ['camt.054.001.08', 'COBADEFFXXX', false],
  ['camt.054.001.08', 'COBADEFFXXX', true],
  ['camt.053.001.08', 'ABNANL2A', false],
  ['camt.053.001.08', 'ABNANL2A', true],
] as const

describe.each(BANKS)('what a bank that books in %s says (%s, batch booking: %s)', (message, bic, batchBooking) => {
  const found = officialSchema('camt053', `${message}.xsd`)

  it.skipIf('missing' in found)('is valid', async () => {
    const { blocks } = transferOf()
    const debtor = { ...(blocks[0] as PaymentBlock).debtor, bic }
    // In December, so that a statement has its ordinary entries.
    const { booking } = answer(buildPain001(transferOf({ debtor, batchBooking }), PLAIN).xml, new Date('2026-12-23T08:00:00.000Z'))
    const schema = 'text' in found ? found.text : ''
    const { errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: booking?.xml ?? '' }], schema })
    expect(errors.map(({ rawMessage }) => rawMessage)).toEqual([])
  })
})
