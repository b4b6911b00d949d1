import { describe, expect, it } from 'vitest'
import type { Session } from '@/access/session'
import type { Proof } from '@/finance/proof'
import type { Filter, Reader } from '@/finance/reader'
import { filterOf, readFigures, readProof } from './read-figures'

const NOW = new Date('2026-11-20T12:00:00Z')
const session: Session = {
  userId: 'u',
  name: 'N',
  email: 'n@payledger.test',
  roles: ['finance'],
  companies: ['a'],
  key: null,
  kind: 'person',
  lacksSecondFactor: false,
}
const coverage = { position: '7', coveredUntil: NOW.toISOString(), deadLetters: 0 }

async function ask(query: Record<string, string>, position: string | null = '7') {
  const asked: Filter[] = []
  const answer = await readFigures(
    { finance: {} as Reader, session, query, traceId: 'trace-id', now: new Date('2026-11-28T12:00:00Z') },
    async (_, filter) => {
      asked.push(filter)
      return { rows: [1], coverage: { ...coverage, position } }
    },
  )
  return { asked, answer, body: answer instanceof Response ? ((await answer.json()) as object) : answer.value }
}

it('asks for what the parameters say, and never for more than the person may see', async () => {
  const { asked, answer, body } = await ask({ from: '2026-01', to: '2026-03', currency: 'JPY', company: 'NLG' })
  expect(asked).toEqual([{ from: '2026-01', to: '2026-03', currency: 'JPY', company: 'NLG', companies: ['a'] }])
  expect(body).toEqual({ rows: [1], coverage: { position: '7', coveredUntil: NOW.toISOString(), complete: true } })
  expect(answer).toMatchObject({ headers: { 'covered-until': NOW.toISOString(), position: '7' } })
  expect(filterOf({ from: null, to: null, currency: null, company: null }, { companies: null }, NOW)).toEqual({
    ...{ from: '2026-06', to: '2026-11', companies: null },
  })
})

it('names every parameter it does not understand instead of answering something else', async () => {
  const { asked, body } = await ask({ from: '2026-13', currency: 'eur', company: 'x;y' })
  expect(asked).toEqual([])
  expect(body).toMatchObject({ status: 422, errors: [{ field: 'from' }, { field: 'currency' }, { field: 'company' }] })
})

it('refuses months that it would have to replace by others', async () => {
  expect((await ask({ from: '2026-04', to: '2026-03' })).body).toMatchObject({
    status: 422,
    errors: [{ field: 'from', reason: 'Apr 2026 is after Mar 2026' }],
  })
  expect((await ask({ from: '2020-01', to: '2026-03' })).body).toMatchObject({ status: 422, errors: [{ field: 'from' }] })
})

it('says that nothing is published rather than that there are no fees', async () => {
  expect((await ask({}, null)).body).toMatchObject({ status: 503, type: 'urn:payledger:problem:not-published' })
})

describe('a proof', () => {
  const asked = async (proven: Awaited<ReturnType<Reader['prove']>>, query = {}) => {
    const finance = { prove: async () => proven } as unknown as Reader
    const context = { finance, session, traceId: 'trace-id', now: new Date('2026-11-28T12:00:00Z') }
    const answer = await readProof({ ...context, query: { question: 'fees-by-corridor', ...query } })
    return answer instanceof Response ? ((await answer.json()) as object) : answer
  }

  it('is refused with its reason where the figures have no certificate', async () => {
    const uncertified = 'An event up to position 7 could not be read.'
    expect(await asked({ proof: null, uncertified, coverage })).toMatchObject({ status: 409, detail: uncertified })
    expect(await asked(null)).toMatchObject({ status: 503 })
    expect(await asked(null, { from: '2026-13' })).toMatchObject({ status: 422, errors: [{ field: 'from' }] })
    expect(await asked({ proof: {} as Proof, uncertified: null, coverage })).toMatchObject({ value: {}, headers: { position: '7' } })
  })
})
