/** What one phase of `npm test` came to. */
export type Tally = {
  passed: number
  failed: number
  skipped: number
  /** What to print of the failures, one entry each. */
  failures: string[]
  tests: TimedTest[]
}

export type TimedTest = { name: string; seconds: number }

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, failures: [], tests: [] }

/** One thing that either worked or did not, such as a check or a build. */
export function single(name: string, problems: string): Tally {
  return problems ? { ...NOTHING, failed: 1, failures: [`${name}\n${problems}`] } : { ...NOTHING, passed: 1 }
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      failures: [...all.failures, ...one.failures],
      tests: [...all.tests, ...one.tests],
    }),
    NOTHING,
  )
}

/**
 * A run that ended badly without one failed test still failed: a worker that died, an error outside of any test, no test found.
 * @param ended the program's exit code and the end of what it wrote.
 */
export function withExit(tally: Tally, name: string, ended: { code: number | null; output: string }): Tally {
  if (ended.code === 0 || tally.failed > 0) return tally
  const problem = `${name} ended with code ${ended.code} without a failed test:\n${ended.output.trimEnd().slice(-4_000)}`
  return sum([tally, single(name, problem)])
}

export function slowest(tests: readonly TimedTest[], count: number): TimedTest[] {
  return [...tests].sort((a, b) => b.seconds - a.seconds).slice(0, count)
}
