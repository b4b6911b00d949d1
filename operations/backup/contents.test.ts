import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { BANK, CONTENTS, described, fingerprints, POSTGRES, readContents } from './contents'

const folder = mkdtempSync(join(tmpdir(), 'payledger-backup-'))
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const KEYS = { ACCOUNT_HASH_KEY: 'a', EVENTS_KEY: 'b', AUTH_SECRET: 'c' }

beforeEach(async () => {
  write(POSTGRES, 'the database')
  write(BANK, 'the folders')
  const files = [await described(folder, POSTGRES), await described(folder, BANK)]
  const contents = { format: 1, madeAt: '2026-11-30T03:00:00.000Z', version: '0.1.0', postgres: '18.1', keys: fingerprints(KEYS), files }
  write(CONTENTS, JSON.stringify(contents))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('is read back, and none of its keys can be', async () => {
  const { files, keys } = await readContents(folder)
  expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([
    [POSTGRES, 12],
    [BANK, 11],
  ])
  expect(Object.values(keys).every((key) => /^[0-9a-f]{16}$/.test(key))).toBe(true)
  expect(fingerprints({ ...KEYS, EVENTS_KEY: 'B' })).not.toEqual(keys)
})

it.each([
  ['a file is cut short', () => write(POSTGRES, 'the databas'), /^postgres.tar.gz is damaged: use another backup\.$/],
  ['a byte is another', () => write(BANK, 'the fokders'), /^bank.tar.gz is damaged/],
  ['a file is gone', () => rmSync(join(folder, BANK)), /^bank.tar.gz is missing/],
  ['it was interrupted', () => rmSync(join(folder, CONTENTS)), /holds no whole backup/],
  ['its list is no JSON', () => write(CONTENTS, '{'), /cannot be read/],
  [
    'its list leads elsewhere',
    () => write(CONTENTS, JSON.stringify({ format: 1, files: [{ name: '../x', bytes: 0, sha256: '' }] })),
    /cannot be read/,
  ],
])('is refused when %s', async (_, spoil, sentence) => {
  spoil()
  await expect(readContents(folder)).rejects.toThrow(sentence)
})
