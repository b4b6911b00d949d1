/** Payment files from the values to the bytes, and read back as a bank would: people of four countries, half of them paid by SWIFT. */
import { readFileSync } from 'node:fs'
import { buildPain001, pain001 } from '@/iso20022/pain001'
import { type PlannedPayment, paymentBlocks } from '@/iso20022/payment-blocks'
import { readPain001 } from '@/iso20022/read-pain001'
import { atOnce, inTurns } from '@/platform/in-turns'
import { sampleAccount } from '@/stack/sample-data/accounts'
import { sampleName } from '@/stack/sample-data/names'
import { randomOf } from '@/stack/sample-data/random'
import { type FileCase, LINES } from './case'

type Version = Parameters<typeof buildPain001>[1]['version']

const NAME = 'Bäckerei Süd (sample)'

export const PAYMENT_FILES: Readonly<Record<string, FileCase>> = {
  'pain.001.001.09, written': writing('pain.001.001.09'),
  'pain.001.001.03, written': writing('pain.001.001.03'),
  'pain.001.001.09, read back': {
    file: () => [Buffer.from(buildPain001(transferOf(payments()), formatOf('pain.001.001.09')).xml)],
    prepare: (path) => () => read(readFileSync(path)),
  },
}

function writing(version: Version): FileCase {
  return {
    prepare: () => {
      const planned = payments()
      return async () => ((await inTurns(pain001(transferOf(planned), formatOf(version)))).xml.length > 0 ? planned.length : 0)
    },
  }
}

const formatOf = (version: Version) => ({ version, umlauts: 'two-letters' as const, addresses: true })

function transferOf(planned: readonly PlannedPayment[]) {
  const debtor = { name: NAME, account: 'DE02120300000000202051', bic: 'BYLADEM1001', country: 'DE', town: 'Köln' }
  const blocks = atOnce(paymentBlocks(planned, { debtor, executionDate: '2026-11-25', batchBooking: true, salary: true }))
  return { messageId: 'BEN-2026-11-01-F1', createdAt: '2026-11-23T10:00:00.000Z', initiatingParty: NAME, blocks }
}

function read(bytes: Uint8Array): number {
  const file = readPain001(bytes)
  if (file.kind === 'unreadable' || file.controlProblem !== null) throw new Error('what was written cannot be read')
  return file.transfer.blocks.reduce((sum, { payments }) => sum + payments.length, 0)
}

function payments(): PlannedPayment[] {
  return Array.from({ length: LINES }, (_, n) => {
    const random = randomOf(`bench ${n}`)
    const country = ['DE', 'ES', 'PL', 'JP'][n % 4] ?? 'DE'
    const { account, bic } = sampleAccount(country, random)
    const currency = { PL: 'PLN', JP: 'JPY' }[country] ?? 'EUR'
    const rail = currency === 'EUR' ? 'sepa' : 'swift'
    const id = `BEN-2026-11-01-${String(n + 2).padStart(6, '0')}`
    const accountKind = bic === '' ? 'iban' : 'number'
    return {
      blockId: `BEN-2026-11-01-F1-${rail === 'sepa' ? 'S' : 'X'}-${currency}`,
      rail,
      instructionId: id,
      endToEndId: id,
      amountMinor: BigInt(100_000 + (n % 400_000)),
      currency,
      creditor: { name: sampleName(country, random), account, accountKind, bic: bic === '' ? null : bic, country },
      remittance: 'Salary 2026-11 BEN-2026-11-01',
    }
  })
}
