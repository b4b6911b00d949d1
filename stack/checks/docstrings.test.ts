import { expect, test } from 'vitest'
import { exportedFunctions, undocumented } from './docstrings'

test.each([
  ['export function settle() {}', 'accounts/a.ts:1 settle'],
  ['export async function settle() {}', 'accounts/a.ts:1 settle'],
  ['export const settle = () => 1', 'accounts/a.ts:1 settle'],
  ['// Settles.\nexport function settle() {}', 'accounts/a.ts:2 settle'],
  ['/** What the file is for. */\n\nexport function settle() {}', 'accounts/a.ts:3 settle'],
  [`/** What the file is for. */\nimport { a } from './b'\nexport function settle() { return a }`, 'accounts/a.ts:3 settle'],
])('%s is listed', (text, where) => {
  expect(exportedFunctions({ path: 'accounts/a.ts', text })).toEqual([{ where, isSaid: false }])
})

test.each([
  '/** Settles. */\nexport function settle() {}',
  '/** Settles. */\nexport const settle = () => 1',
  '/** The file. */\n\n/** Settles. */\nexport function settle() {}',
  '/** Settles. */\nexport function settle(): void\nexport function settle(at?: Date): void {}',
])('%s is left alone', (text) => {
  expect(exportedFunctions({ path: 'accounts/a.ts', text }).map(({ isSaid }) => isSaid)).toEqual([true])
})

test.each(['function settle() {}', 'export const LIMIT = 3', 'export type Settled = () => void', 'export const schema = object({})'])(
  '%s is no exported function',
  (text) => {
    expect(exportedFunctions({ path: 'accounts/a.ts', text })).toEqual([])
  },
)

test('tests and other folders are not counted', () => {
  const text = 'export const make = () => 1'
  const files = ['accounts/a.test.ts', 'stack/a.ts', 'app/a.ts', 'accounts/a.ts'].map((path) => ({ path, text }))
  expect(undocumented(files)).toEqual(['accounts/a.ts:1 make'])
})
