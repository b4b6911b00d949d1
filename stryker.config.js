/** `npm run mutate` changes these files one place at a time: which they are, why, and what it does not find is in docs/decisions/0030-mutants.md. */
const KEPT = '.payledger/mutants'

/** The rules: what decides without asking a server. */
const RULES = [
  'payroll/companies/release-time.ts',
  'payroll/exceptions/decide-*.ts',
  'payroll/journal/relay/numbering.ts',
  'payroll/runs/{decide-*,hand-acts,repetition,run-kind,transitions}.ts',
  'payroll/statements/{batch-agrees,chosen-sum,exchanged-sum,few-amounts,told-bookings}.ts',
  'payroll/statements/{booking-evidence,charge-evidence,evidence,evidence-in,message-identity,payment-named,status-evidence}.ts',
  'payroll/transaction/{change-token,kept,rejections}.ts',
  'payroll/transmissions/judge-history.ts',
  'events/*.ts',
  'workers/kafka/{classify,partition,position}.ts',
  'search/normalize-name.ts',
  'iso20022/{charset,transliteration}.ts',
]

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutants.config.ts' },
  coverageAnalysis: 'perTest',
  mutate: [...RULES, '!**/*.test.ts'],
  thresholds: { high: 95, low: 90, break: 90 },
  // A busy machine is slow; only a loop without end takes as long as this.
  timeoutMS: 20_000,
  tempDirName: `${KEPT}/work`,
  ignorePatterns: ['.payledger', '.next*', 'docs', 'test-results', 'playwright-report'],
  // What neither a file nor its tests changed is not asked again.
  incremental: true,
  incrementalFile: `${KEPT}/incremental.json`,
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: `${KEPT}/report.html` },
  jsonReporter: { fileName: `${KEPT}/report.json` },
  clearTextReporter: { logTests: false, skipFull: true },
  warnings: { slow: false },
}
