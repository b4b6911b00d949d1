import { NextRequest } from 'next/server'
import { afterEach, expect, test, vi } from 'vitest'
import { proxy } from './proxy'

afterEach(() => void vi.unstubAllEnvs())

const page = () => proxy(new NextRequest('http://127.0.0.1:3000/payroll')).headers

test('a page of an installation behind TLS is asked for by https alone from then on', () => {
  vi.stubEnv('APP_URL', 'https://pay.example.com')
  expect(page().get('strict-transport-security')).toBe('max-age=31536000')
})

test('one that is opened by http, to try, says nothing of it', () => {
  vi.stubEnv('APP_URL', 'http://127.0.0.1:3000')
  expect(page().get('strict-transport-security')).toBeNull()
  expect(page().get('content-security-policy')).toContain("default-src 'self'")
})
