/** If one of these fails, a key reaches companies that its person does not work for. */
import { expect, it } from 'vitest'
import { narrower } from './api-key'
import { may, permits } from './permissions'

it.each([
  [[], [], null],
  [['a', 'b'], [], ['a', 'b']],
  [[], ['a'], ['a']],
  [['a', 'b'], ['b', 'c'], ['b']],
  [['a'], ['c'], []],
])('a person of %j with a key for %j works for %j', (person, key, both) => expect(narrower(person, key)).toEqual(both))

it('a key may do what both its person and itself may', () => {
  const key = { id: 'k', permissions: ['runs:read', 'finance:read'] as const }
  expect(may({ roles: ['coordinator'], key }, 'runs:read')).toBe(true)
  expect(may({ roles: ['coordinator'], key }, 'runs:approve')).toBe(false)
  expect(may({ roles: ['coordinator'], key }, 'finance:read')).toBe(false)
  expect(permits({ roles: ['finance'], companies: [], key }, 'finance:read')).toBe(false)
})
