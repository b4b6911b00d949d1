/** If one of these fails, one account is two: somebody is paid twice as two people, or an account is not found. */
import { expect, it } from 'vitest'
import { normalizeAccount } from './account'
import { hashAccount } from './account-hash'

const WRITTEN = [
  'ES9121000418450200051332',
  'es91 2100 0418 4502 0005 1332',
  'IBAN ES91 2100 0418 4502 0005 1332',
  'iban: ES91-2100-0418-4502-0005-1332',
  'ES91\u00a02100\u20090418\u202f4502.0005.1332',
  '\u200eES91\u20112100–0418\u200b4502\u00ad00051332\ufeff',
]

it.each(WRITTEN)('%j is one account, and has one hash', (text) => {
  expect(normalizeAccount(text)).toBe(WRITTEN[0])
  expect(hashAccount(text, 'key')).toBe(hashAccount(WRITTEN[0] ?? '', 'key'))
})

it('two accounts have two hashes, and one account another hash under another key', () => {
  expect(new Set([hashAccount('ES91', 'key'), hashAccount('ES92', 'key'), hashAccount('ES91', 'other')]).size).toBe(3)
  expect(hashAccount('ES91', 'key')).toMatch(/^[0-9a-f]{64}$/)
})

it('the word IBAN is left out in front only, and only in front of one', () => {
  expect(normalizeAccount('12IBANES91')).toBe('12IBANES91')
  expect(normalizeAccount('IBAN: XK9')).toBe('IBAN:XK9')
})

it('a number that begins with the letters IBAN and is none stays whole', () => {
  expect(normalizeAccount('iban-0012')).toBe('IBAN0012')
})
