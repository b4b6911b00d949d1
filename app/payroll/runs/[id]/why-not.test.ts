import { expect, it } from 'vitest'
import { whyNotApprove } from './why-not'

it('tells a coordinator that they had a hand in it, and everybody else that coordinators approve', () => {
  expect(whyNotApprove({ handIn: 'prepared' }, { roles: ['coordinator'] })).toBe('You prepared this run, so someone else must approve it.')
  expect(whyNotApprove({ handIn: null }, { roles: ['support', 'coordinator'] })).toBeNull()
  expect(whyNotApprove({ handIn: null }, { roles: ['finance'] })).toBe(
    'Only coordinators can approve runs. Your role (finance) does not include that.',
  )
})
