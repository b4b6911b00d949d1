import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeNext } from './safe-next'

describe('where signing in leads', () => {
  it.each(['/payroll', '/payroll?inbox=done', '/payouts/1#history', '/'])('keeps %s', (path) => {
    expect(safeNext(path)).toBe(path)
  })

  it.each([
    undefined,
    '',
    'payroll',
    'https://evil.example/payroll',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/./\t//evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/sign-in',
    '/api/auth/sign-out',
  ])('does not follow %j', (next) => {
    expect(safeNext(next)).toBe('/')
  })

  it('never leaves the site, whatever is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const target = new URL(safeNext(`/${text}`), 'https://payledger.example')
        expect(target.origin).toBe('https://payledger.example')
      }),
    )
  })
})
