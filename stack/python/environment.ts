/** Python and the packages that `npm run scale` compares engines with, in a folder of their own below .payledger, made when they are first asked for. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { say } from '../command'
import { ROOT } from '../paths'
import { run } from '../processes/run'
import { SetupProblem } from '../setup-problem'

const FOLDER = join(ROOT, '.payledger/python')
const REQUIREMENTS = ['bench/scale/requirements.txt', 'finance/spark/requirements.txt']

export type Python = { python: string; sparkSubmit: string }

/** The interpreter with those packages, at exactly those versions. @throws SetupProblem when Python or one of them is not to be had. */
export async function pythonEnvironment(): Promise<Python> {
  const [python, sparkSubmit] = ['python', 'spark-submit'].map((name) => join(FOLDER, 'bin', name)) as [string, string]
  const stamp = join(FOLDER, 'requirements.sha256')
  const digest = createHash('sha256')
  for (const file of REQUIREMENTS) digest.update(readFileSync(join(ROOT, file)))
  const wanted = digest.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python, sparkSubmit }
  say('Installing Python packages (1.5 GB: Spark, ClickHouse and DataFusion are among them)')
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(dirname(FOLDER), { recursive: true })
  try {
    await run('python3', ['-m', 'venv', FOLDER])
    await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(ROOT, REQUIREMENTS[0] ?? '')])
  } catch (error) {
    rmSync(FOLDER, { recursive: true, force: true })
    throw new SetupProblem(
      `Python 3.11 or later with its venv, and the packages of ${REQUIREMENTS.join(' and ')}, are needed: ${String(error)}`,
    )
  }
  writeFileSync(stamp, wanted)
  return { python, sparkSubmit }
}
