import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { JARS, STACK } from '../paths'
import { run } from '../processes/run'
import { SetupProblem } from '../setup-problem'
import type { Jdk } from './find-java'

/**
 * The folder with a server's jars and our small main classes, fetched by Maven once: it is named by the hash of what it is made from.
 * Everything is laid down beside it and renamed at the end, so a half-finished folder is never used.
 * @param server a folder of stack/ with a pom.xml and, where it needs any, Java sources.
 * @param arrange changes the finished folder before it is put in place.
 * @throws SetupProblem when Maven is not installed.
 */
export async function jarsOf(
  server: 'kafka' | 'elasticsearch',
  jdk: Jdk,
  log: (line: string) => void,
  arrange?: (folder: string) => void,
): Promise<string> {
  const pom = join(STACK, server, 'pom.xml')
  const sources = [join(STACK, 'java/Lifeline.java'), ...globSync(join(STACK, server, '*.java'))]
  const descriptors = globSync(join(STACK, server, '*.properties'))
  const hash = createHash('sha256')
  for (const file of [pom, ...sources, ...descriptors]) hash.update(readFileSync(file))
  const folder = join(JARS, `${server}-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(folder)) return folder

  log(`fetching the jars of ${server} with Maven (about 45 MB, once)`)
  mkdirSync(JARS, { recursive: true })
  const aside = mkdtempSync(join(JARS, `.${server}-`))
  try {
    await copyDependencies(pom, join(aside, 'lib'), jdk)
    await run(jdk.javac, ['--release', '21', '-cp', join(aside, 'lib/*'), '-d', join(aside, 'classes'), ...sources])
    // In a jar, for a class-data archive refuses folders on the class path.
    await run(jdk.jar, ['--create', '--file', join(aside, 'lib/payledger.jar'), '-C', join(aside, 'classes'), '.'])
    arrange?.(aside)
    chmodSync(aside, 0o755) // mkdtemp makes it for our eyes only
    if (!existsSync(folder)) renameSync(aside, folder)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  return folder
}

async function copyDependencies(pom: string, to: string, jdk: Jdk): Promise<void> {
  if (!(process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'mvn')))) {
    throw new SetupProblem(
      'Maven (mvn) is needed once, to fetch the jars of Kafka and Elasticsearch: install it (Debian: maven; macOS: brew install maven).',
    )
  }
  // Maven keeps what it fetches in the account's home folder, whatever HOME says, and some accounts have none.
  const repository = canWrite(userInfo().homedir) ? [] : [`-Dmaven.repo.local=${join(JARS, '.m2')}`]
  const args = ['-q', '-B', '-f', pom, ...repository, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${to}`]
  await run('mvn', args, { env: { ...process.env, JAVA_HOME: jdk.home } }).catch((error: Error) => {
    throw new SetupProblem(
      `Maven could not fetch what ${pom} names: ${/^\[ERROR\] (.+?)( -> .*)?$/m.exec(error.message)?.[1] ?? error.message}`,
    )
  })
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
