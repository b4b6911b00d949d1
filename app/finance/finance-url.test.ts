import { expect, it } from 'vitest'
import { misread } from '../misread-note'
import { deskParsers, financeHref, readRowsUrl, rowsParsers } from './finance-url'

const KEY = '2026-11-25_01a20000-aaaa-7bbb-8ccc-dddddddddddd_0'

it('reads the address of rows and writes the same one', () => {
  const search = {
    figure: 'fees',
    from: '2026-10',
    to: '2026-11',
    grain: 'week',
    in: 'EUR',
    at: '2026-11-02',
    reason: 'AC04',
    after: KEY,
    seen: '17',
  }
  const url = readRowsUrl(search)
  expect(url).toMatchObject({ figure: 'fees', after: { day: '2026-11-25', part: 0 } })
  expect(Object.fromEntries(new URL(financeHref('/finance/rows', url), 'http://x').searchParams)).toEqual(search)
})

it('refuses every value that it would have to guess, and names it', () => {
  const bad = {
    ...{ from: '2026-13', grain: 'hour', rail: "sepa'--", compare: 'never', figure: 'all', in: 'eur', corridor: 'DE→ES', country: 'spain' },
    ...{ reason: '%', status: 'Failed', at: '2026-02-30', after: KEY.replace('11-25', '02-30'), seen: '-1' },
  }
  expect(misread(bad, rowsParsers).map((each) => each.split('=')[0])).toEqual(Object.keys(rowsParsers).filter((name) => name in bad))
  expect(misread({ after: `${KEY}_1` }, rowsParsers)).toHaveLength(1)
  expect(misread({ grain: 'day', compare: 'year', rail: 'sepa-inst', chart: 'JPY' }, deskParsers)).toEqual([])
})
