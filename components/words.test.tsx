import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { sparkPoints } from './chart-spark'
import { isSingleKey, keyWords, matchesKey } from './key-match'
import { countWords, Money } from './money'
import { totalWords } from './pagination'
import { readPreferences } from './preference-cookies'
import { Seal } from './seal'
import { sizeWords } from './size-words'
import { Status } from './status'

const text = (html: string) => html.replace(/<[^>]+>/g, '')

test('money has its currency, its own decimals and a real minus sign', () => {
  expect(text(renderToStaticMarkup(<Money amountMinor={341260n} currency="EUR" />))).toBe('3,412.60 EUR')
  expect(text(renderToStaticMarkup(<Money amountMinor="-15000" currency="KWD" />))).toBe('−15.000 KWD')
  expect(text(renderToStaticMarkup(<Money amountMinor={4180000n} currency="JPY" signed />))).toBe('+4,180,000 JPY')
  expect(text(renderToStaticMarkup(<Money amountMinor={9007199254740993n} currency="EUR" />))).toBe('90,071,992,547,409.93 EUR')
})

test('counts are grouped, and a lower bound says so', () => {
  expect(countWords(1204118)).toBe('1,204,118')
  expect(countWords(-1000)).toBe('−1,000')
  expect(totalWords(10000, false)).toBe('10,000+')
})

test('a status is never colour alone', () => {
  const html = renderToStaticMarkup(<Status tone="bad">Failed</Status>)
  expect(text(html)).toBe('Failed')
  expect(html).toContain('rotate-45')
})

test('a seal is shown whole, in groups, and short only when asked', () => {
  const hex = '9f2c41d077abe0c35e1988fa02b46cd1'
  expect(text(renderToStaticMarkup(<Seal hex={hex} />))).toBe(hex)
  expect(text(renderToStaticMarkup(<Seal hex={hex} short />))).toBe('9f2c41d077abe0c3…')
})

test('file sizes are said in their unit', () => {
  expect([812, 14_200, 3_240_000, 1_080_000_000].map(sizeWords)).toEqual(['812 bytes', '14 kB', '3.2 MB', '1.1 GB'])
})

test('a spark of equal values lies in the middle, and never leaves its box', () => {
  expect(sparkPoints([5, 5]).map((point) => point?.y)).toEqual([4, 4])
  expect(sparkPoints([1, 3, 2]).map((point) => point?.y)).toEqual([14.7, 4, 9.3])
  expect(sparkPoints([1, null, 3]).map((point) => point?.y ?? null)).toEqual([14.7, null, 4])
  expect(sparkPoints([])).toEqual([])
})

test('a shortcut wants exactly its modifiers', () => {
  const press = { key: 'k', ctrlKey: false, metaKey: false, altKey: false }
  expect(matchesKey('mod+k', { ...press, metaKey: true })).toBe(true)
  expect(matchesKey('mod+k', press)).toBe(false)
  expect(matchesKey('k', { ...press, ctrlKey: true })).toBe(false)
  expect(isSingleKey('mod+k')).toBe(false)
  expect(keyWords(' ')).toBe('Space')
})

test('cookies that say nonsense fall back, and the first visit knows no zone', () => {
  const read = (jar: Record<string, string>) => readPreferences((name) => jar[name])
  expect(read({ 'pl-theme': 'pink', 'pl-timeZone': 'Mars/Base' })).toEqual({
    values: { theme: 'system', dateStyle: 'day-first', timeZone: 'UTC', singleKeys: true },
    timeZoneKnown: false,
  })
  expect(read({ 'pl-timeZone': 'Europe/Berlin', 'pl-theme': 'dark' })).toMatchObject({
    values: { theme: 'dark', timeZone: 'Europe/Berlin' },
    timeZoneKnown: true,
  })
  expect(read({ 'pl-timeZone': '%E0%A4%A' }).timeZoneKnown).toBe(false)
})
