import { expect, test } from 'vitest'
import { treeProblems } from './tree-rules'

test.each([
  ['payroll/limit.ts', 'export const limit = Number(process.env.LIMIT)', 'process.env'],
  ['workers/operations/main.ts', `import { env } from 'node:process'\nexport const e = env`, 'process.env'],
  ['search/reader/index.ts', `export { hits } from './hits'`, 'index file'],
  ['payroll/utils/round.ts', 'export const round = Math.round', 'utils'],
  ['warehouse/load.ts', 'export const load = 1', 'not in the table'],
  ['payroll/runs/hold.ts', 'const at = new Date()', 'clock'],
  ['payroll/hold.int.test.ts', 'const at = Date.now()', 'clock'],
  ['app/payroll/ask.ts', `import { type ApiAnswer, api } from '@/components/api'`, 'callApi'],
  ['payroll/long.ts', 'export const a = 1\n'.repeat(301), '301 lines'],
])('%s is caught', (path, text, words) => {
  const problems = treeProblems([{ path, text }])
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(words)
})

test.each([
  ['platform/config.ts', 'process.env.X'],
  ['stack/servers.ts', 'process.env.X'],
  ['next.config.js', 'process.env.X'],
  ['proxy.ts', `process.env.NODE_ENV === 'development'`],
  ['app/payroll/runs/page.tsx', 'const now = new Date()'],
  ['workers/bank-gateway/main.ts', 'const clock = () => new Date()'],
  ['payroll/runs/age.ts', 'const since = new Date(text)'],
  ['app/page.tsx', 'export const environment = 1'],
  ['app/call-api.ts', `import { api } from '@/components/api'`],
  ['components/again.tsx', `import { onSessionExpired } from './api'`],
  ['docs/a-note.md', 'process.env'],
])('%s is left alone', (path, text) => {
  expect(treeProblems([{ path, text }])).toEqual([])
})
