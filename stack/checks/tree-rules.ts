/** What holds for every source file by its place and its text. */
import { FOLDERS, FOLDERS_REFUSED } from './folders'
import { longFunctions } from './long-functions'

export type SourceFile = { path: string; text: string }

/** Tests are not counted: a long table of cases reads well. */
const LINES_MAX = 300
const TEST = /\.test\.tsx?$/
/** A test or a benchmark is one long story. */
const STORIES = /^(e2e|bench|faults)\//
const SOURCE = /\.(ts|tsx|js|mjs|cjs|mts)$/
/** A missing or malformed variable must be told at start by `platform/config.ts`, not met later in the middle of the work. */
const MAY_READ_ENVIRONMENT = [/^platform\/config\.ts$/, /^stack\//, /^[^/]+\.config\.(ts|js|mjs|cjs)$/]
/** The clock is an argument: whoever is started from outside reads it and hands it inwards, so that every rule and test can be given another time. */
const MAY_READ_CLOCK = [
  /^app\/(.*\/)?(route\.ts|page\.tsx|layout\.tsx)$/,
  // What every route is made by, what runs once when the app starts, and the clock of the browser's pages.
  /^app\/http\/(handle|open-door)\.ts$/,
  /^instrumentation\.ts$/,
  /^cli\/commands\/[\w-]+\.ts$/,
  /^components\/now\.ts$/,
  /^workers\/[\w-]+\/main\.ts$/,
  /^stack\/(commands\/[\w-]+|bank-simulator\/main|test-runner\/(clock|fake-clock))\.ts$/,
  /^(e2e|bench)\//,
  // Its table of cases spells it out.
  /^stack\/checks\/tree-rules\.test\.ts$/,
]
const READS_CLOCK = /new Date\(\)|\bDate\.now\(/
/** Next replaces these by constants when it builds. */
const BUILD_CONSTANT = /process\.env\.(?:NODE_ENV|NEXT_RUNTIME)\b/g

/** What the rest of `components` may know of the API: that it is there, not what it says. */
const ASKS_UNTYPED = /import \{[^}]*\bapi\b[^}]*\} from '[^']*\/api'/
const MAY_ASK_UNTYPED = /^(app\/call-api\.ts|.*\.test\.tsx?)$/

/** One line per violation. */
export function treeProblems(files: readonly SourceFile[]): string[] {
  const tops = new Set(FOLDERS.map(({ folder }) => folder.split('/')[0]))
  return files
    .filter(({ path }) => SOURCE.test(path))
    .flatMap(({ path, text }) => {
      const folders = path.split('/').slice(0, -1)
      const refused = folders.find((folder) => FOLDERS_REFUSED.includes(folder))
      const lines = text.split('\n').length - 1
      return [
        folders[0] && !tops.has(folders[0]) && !folders[0].startsWith('.') && 'its folder is not in the table of stack/checks/folders.ts',
        refused && `a folder called ${refused} says nothing about what lies inside`,
        /(^|\/)index\.tsx?$/.test(path) && 'an index file hides which module is imported',
        readsEnvironment(path, text) && 'process.env is read in platform/config.ts, in stack/ and in root config files, nowhere else',
        READS_CLOCK.test(text) &&
          !MAY_READ_CLOCK.some((place) => place.test(path)) &&
          'the clock is an argument: only routes, pages, workers’ main.ts and commands read it (durations are measured with performance.now())',
        ASKS_UNTYPED.test(text) &&
          !MAY_ASK_UNTYPED.test(path) &&
          'routes are asked through callApi of app/call-api.ts, which knows what they answer',
        lines > LINES_MAX && !TEST.test(path) && `${lines} lines, at most ${LINES_MAX}`,
        ...(TEST.test(path) || STORIES.test(path) ? [] : longFunctions(path, text)),
      ]
        .filter((problem) => typeof problem === 'string' && problem !== '')
        .map((problem) => `${path}: ${problem}`)
    })
}

function readsEnvironment(path: string, text: string): boolean {
  if (MAY_READ_ENVIRONMENT.some((place) => place.test(path))) return false
  return /process\.env\b|import\.meta\.env\b|\benv\b[^;\n]*from 'node:process'/.test(text.replace(BUILD_CONSTANT, ''))
}
