import { NOTHING, single, sum, type Tally } from './tally'

type Result = { duration: number; error?: { message?: string; stack?: string } }
type Test = { projectName: string; status: 'expected' | 'unexpected' | 'flaky' | 'skipped'; results: Result[] }
type Suite = { title: string; specs?: { title: string; tests: Test[] }[]; suites?: Suite[] }
type PlaywrightReport = { suites: Suite[]; errors: { message?: string; stack?: string }[] }

/** Counts Playwright's JSON report. Flaky is failed, and so is every error outside of a test, such as a file that cannot be imported. */
export function readPlaywrightReport(json: string): Tally {
  const report = JSON.parse(json) as PlaywrightReport
  return sum([...report.suites.map((suite) => tallyOfSuite(suite, '')), ...report.errors.map((error) => single('e2e', words(error)))])
}

function tallyOfSuite(suite: Suite, above: string): Tally {
  const path = above ? `${above} › ${suite.title}` : suite.title
  const specs = (suite.specs ?? []).flatMap(({ title, tests }) => tests.map((test) => tallyOfTest(test, `${path} › ${title}`)))
  return sum([...specs, ...(suite.suites ?? []).map((inner) => tallyOfSuite(inner, path))])
}

function tallyOfTest({ projectName, status, results }: Test, path: string): Tally {
  const name = `${path} (${projectName})`
  const tests = [{ name, seconds: results.reduce((all, { duration }) => all + duration, 0) / 1000 }]
  if (status === 'expected') return { ...NOTHING, passed: 1, tests }
  if (status === 'skipped') return { ...NOTHING, skipped: 1 }
  const problems = results.flatMap(({ error }) => (error ? [words(error)] : [])).join('\n') || status
  return { ...single(name, problems), tests }
}

function words(error: { message?: string; stack?: string }): string {
  return error.stack ?? error.message ?? 'no words'
}
