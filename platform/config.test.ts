/** A provider of which a part is configured would be a button that fails. */
import { afterEach, expect, it, vi } from 'vitest'
import { readOidc } from './config'

afterEach(() => vi.unstubAllEnvs())
const set = (values: Record<string, string>) => {
  for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME']) vi.stubEnv(name, values[name] ?? '')
}
const ALL = { OIDC_ISSUER: 'https://id.example/realms/pay', OIDC_CLIENT_ID: 'payledger', OIDC_CLIENT_SECRET: 'a secret' }

it('names no provider, or the whole of it', () => {
  set({})
  expect(readOidc()).toBeNull()
  set(ALL)
  expect(readOidc()).toEqual({ issuer: ALL.OIDC_ISSUER, clientId: 'payledger', clientSecret: 'a secret', name: 'your company’s sign-in' })
  set({ ...ALL, OIDC_NAME: 'Example ID' })
  expect(readOidc()).toMatchObject({ name: 'Example ID' })
})

it.each(Object.keys(ALL))('does not start without %s alone', (name) => {
  set({ ...ALL, [name]: '' })
  expect(readOidc).toThrow(`${name} is missing: OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together, or none of them`)
})

it.each(['http://id.example', 'ftp://id.example', 'id.example', 'http://localhost.evil.example', 'http://127.0.0.1@evil.example'])(
  'does not send codes and secrets to %s',
  (issuer) => {
    set({ ...ALL, OIDC_ISSUER: issuer })
    expect(readOidc).toThrow('OIDC_ISSUER')
  },
)

it.each(['http://localhost:8080/realms/pay', 'http://127.0.0.1:9'])('takes %s of the machine itself', (issuer) => {
  set({ ...ALL, OIDC_ISSUER: issuer })
  expect(readOidc()?.issuer).toBe(issuer)
})
