import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { demoSecrets } from './secrets'

const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
const file = join(folder, 'secrets.json')
afterAll(() => rmSync(folder, { recursive: true }))

describe('the demo secrets', () => {
  it('are made once, for their owner only, and stay the same', () => {
    const first = demoSecrets({}, file)
    expect(demoSecrets({}, file)).toEqual(first)
    expect(first.ACCOUNT_HASH_KEY.length).toBeGreaterThanOrEqual(32)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('give way to what the environment says', () => {
    expect(demoSecrets({ DEMO_PASSWORD: 'my own' }, file).DEMO_PASSWORD).toBe('my own')
  })

  it('are refused in production, by name', () => {
    expect(() => demoSecrets({ NODE_ENV: 'production', AUTH_SECRET: 'x'.repeat(32) }, file)).toThrow('ACCOUNT_HASH_KEY must be set')
  })
})
