/** The simulated bank's own files against the official schemas: a simulator that writes what no bank writes proves nothing. */
import { expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { buildPain001 } from '@/bank/pain001'
import { officialSchema } from '../test-runner/official-schemas'
import { PLAIN, transferOf } from '../test-runner/transfers'
import { answer } from './answer'

const found = officialSchema('camt053', 'camt.054.001.08.xsd')

it.skipIf('missing' in found)('debit notifications are valid camt.054.001.08', async () => {
  const { camt054 } = answer(buildPain001(transferOf(), PLAIN).xml, new Date('2026-11-25T08:00:00.000Z'))
  const schema = 'text' in found ? found.text : ''
  const { errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: camt054 ?? '' }], schema })
  expect(errors.map(({ rawMessage }) => rawMessage)).toEqual([])
})
