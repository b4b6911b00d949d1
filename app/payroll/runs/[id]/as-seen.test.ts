import { expect, it } from 'vitest'
import { asSeen } from './as-seen'

const shown = { status: 'draft', seal: null, version: 1, companyName: 'Sample', totals: [{ rail: 'sepa' }] }

it('says what the page showed where the journal has nothing', () => {
  const changed = [
    { field: 'status', seen: null, now: 'submitted' },
    { field: 'seal', seen: null, now: '9f2c' },
    { field: 'companyName', seen: null, now: 'Sample' },
    { field: 'companyCode', seen: null, now: 'SMP' },
    { field: 'totals', seen: null, now: [{ currency: 'EUR' }] },
  ]
  expect(asSeen(changed, shown, { version: 2 })).toEqual([
    { field: 'status', seen: 'draft', now: 'submitted' },
    { field: 'seal', seen: null, now: '9f2c' },
  ])
})

it('falls back to the version when everything looks the same', () => {
  expect(asSeen([{ field: 'status', seen: null, now: 'draft' }], shown, { version: 3 })).toEqual([{ field: 'version', seen: 1, now: 3 }])
})
