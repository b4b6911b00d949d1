import { relative } from 'node:path'
import { ROOT } from '../paths'
import { NOTHING, single, sum, type Tally } from './tally'

type Assertion = { fullName: string; status: string; duration?: number | null; failureMessages?: string[] }
type VitestReport = { success: boolean; testResults: { name: string; status: string; message?: string; assertionResults: Assertion[] }[] }

/** Counts Vitest's JSON report. A file that could not be imported, or whose hook failed, has no failed test, yet counts as one. */
export function readVitestReport(json: string): Tally {
  const report = JSON.parse(json) as VitestReport
  const tally = sum(report.testResults.map(tallyOfFile))
  const unexplained = !report.success && tally.failed === 0
  return unexplained ? sum([tally, single('vitest', 'The report says that the run failed, and names no test.')]) : tally
}

function tallyOfFile({ name, status, message, assertionResults }: VitestReport['testResults'][number]): Tally {
  const file = relative(ROOT, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  const passed = assertionResults.filter((test) => test.status === 'passed')
  const tests: Tally = {
    passed: passed.length,
    failed: failed.length,
    skipped: assertionResults.length - passed.length - failed.length,
    failures: failed.map((test) => `${file} › ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`),
    tests: assertionResults.map((test) => ({ name: `${file} › ${test.fullName}`, seconds: (test.duration ?? 0) / 1000 })),
  }
  const broken = status === 'failed' && failed.length === 0
  return broken ? sum([tests, single(file, message || 'the file could not be run')]) : sum([NOTHING, tests])
}
