import { describe, expect, it } from 'vitest'
import { isRoutingNumber, nationalAccountOf } from './clearing'

it.each<[string, string, ReturnType<typeof nationalAccountOf>]>([
  ['20000055779911', 'GB', { system: 'GBDSC', bankCode: '200000', number: '55779911' }],
  ['021000021123456789', 'US', { system: 'USABA', bankCode: '021000021', number: '123456789' }],
  ['0001234567', 'JP', null],
])('%s in %s comes apart into bank code and number', (account, country, expected) => {
  expect(nationalAccountOf(account, country)).toEqual(expected)
})

describe('a routing number is judged by its check digit', () => {
  it.each(['021000021', '011401533', '091000019'])('%s is right', (code) => expect(isRoutingNumber(code)).toBe(true))
  it.each(['021000022', '000000000', '02100002', '02100002A', ''])('%s is not', (code) => expect(isRoutingNumber(code)).toBe(false))
})
