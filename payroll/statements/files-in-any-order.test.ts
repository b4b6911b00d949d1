/** From the bytes of bank files to the evidence in them: the ledger's state is a function of all of it, so order and split must not show in it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readBankFile } from '@/iso20022/report'
import { Amt, details, document, entry, notification, payment, statement } from '@/stack/test-runner/bank-xml'
import { evidenceIn } from './evidence-in'

const sent = (n: number) => ({ endToEndId: `E-${n}`, amountMinor: BigInt(1_000 + n), currency: 'EUR' })
const returned = '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>'
const batch = (n: number): string => details(`<Btch><PmtInfId>B-${n}</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>`)

const said: fc.Arbitrary<string> = fc
  .record({
    n: fc.nat({ max: 4 }),
    reference: fc.constantFrom('BK1', 'BK2'),
    what: fc.constantFrom('booked', 'returned', 'batch', 'charged'),
  })
  .map(({ n, reference, what }) => {
    const amount = Amt(sent(n))
    if (what === 'batch') return entry(amount, batch(n), { reference })
    if (what === 'returned') return entry(amount, details(payment(sent(n), returned)), { reference, sign: 'CRDT' })
    const charge = what === 'charged' ? '<Chrgs><Rcrd><Amt Ccy="EUR">0.35</Amt></Rcrd></Chrgs>' : ''
    return entry(amount, `${charge}${details(payment(sent(n)))}`, { reference })
  })

/** The files a bank makes of its entries: where each begins, and whether it is a notification. */
const split = (entries: readonly string[]) =>
  fc
    .array(fc.record({ begins: fc.boolean(), notified: fc.boolean() }), { minLength: entries.length, maxLength: entries.length })
    .map((cuts) => {
      const files: { notified: boolean; inside: string[] }[] = []
      for (const [n, { begins, notified }] of cuts.entries()) {
        if (begins || n === 0) files.push({ notified, inside: [] })
        files.at(-1)?.inside.push(entries[n] ?? '')
      }
      return files
    })

async function claimed(files: readonly { notified: boolean; inside: string[] }[]): Promise<string[]> {
  const keys = new Set<string>()
  for (const [n, { notified, inside }] of files.entries()) {
    const message = notified ? notification(`M${n}`, inside.join('')) : statement(`M${n}`, inside.join(''))
    const { documents } = await readBankFile(Buffer.from(document(notified ? 'camt.054.001.08' : 'camt.053.001.08', message)), 'x.xml')
    for (const { report } of documents) {
      if (report.kind === 'unreadable') throw new Error(report.reason)
      for (const { key } of evidenceIn(report)) keys.add(key)
    }
  }
  return [...keys].sort()
}

it('any shuffle, repetition or split of the same entries is the same evidence', async () => {
  const both = fc
    .uniqueArray(said, { minLength: 1, maxLength: 6 })
    .chain((all) => fc.record({ all: fc.constant(all), again: fc.subarray(all) }))
    .chain(({ all, again }) => {
      const every = [...all, ...again]
      return fc.tuple(split(all), fc.shuffledSubarray(every, { minLength: every.length }).chain(split))
    })
  await fc.assert(
    fc.asyncProperty(both, async ([first, second]) => {
      expect(await claimed(second)).toEqual(await claimed(first))
    }),
    { numRuns: 300 },
  )
})
