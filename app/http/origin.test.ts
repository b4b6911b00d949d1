import { expect, test } from 'vitest'
import { isForeign } from './origin'

const judge = (method: string, headers: Record<string, string>) =>
  isForeign({ method, headers: new Headers(headers) }, 'https://pay.example:8443')

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port', { origin: 'https://pay.example' }],
  ['http instead of https', { origin: 'http://pay.example:8443' }],
  ['a sandboxed page', { origin: 'null' }],
  ['nonsense', { origin: 'x' }],
  ['an origin that only agrees with a forged Host', { origin: 'https://evil.example', host: 'evil.example' }],
  ['a page of a neighbouring name', { origin: 'https://pay.example:8443', 'sec-fetch-site': 'same-site' }],
  ['a browser that says so, without Origin', { 'sec-fetch-site': 'cross-site' }],
  ['a form somebody opened from elsewhere', { 'sec-fetch-site': 'none' }],
])('%s cannot change anything', (_, headers) => expect(judge('POST', headers as Record<string, string>)).toBe(true))

test.each([
  ['our own page', { origin: 'https://pay.example:8443', 'sec-fetch-site': 'same-origin' }],
  ['an older browser', { origin: 'https://pay.example:8443' }],
  ['a program', {}],
])('%s can', (_, headers) => expect(judge('POST', headers as Record<string, string>)).toBe(false))

test('a link from anywhere may be followed', () => expect(judge('GET', { 'sec-fetch-site': 'cross-site' })).toBe(false))
