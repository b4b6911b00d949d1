import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Environment } from '../processes/environment'
import { SetupProblem } from '../setup-problem'

export type Jdk = { home: string; version: string; java: string; javac: string; jar: string }

/** Elasticsearch 9's class files are for Java 21; an older one stops with UnsupportedClassVersionError. */
const MAJOR_MIN = 21

/**
 * The newest JDK of at least version 21 on this machine, wherever it lies: the default `java` may be an older one beside it.
 * @throws SetupProblem when there is none, naming what was found.
 */
export function findJava(env: Environment = process.env): Jdk {
  const found = jdksIn(candidates(env))
  const newest = found.sort((a, b) => compareVersions(b.version, a.version))[0]
  if (newest && major(newest.version) >= MAJOR_MIN) return newest
  const seen = newest ? `the newest JDK found is ${newest.version} in ${newest.home}` : 'no JDK was found'
  throw new SetupProblem(
    `Kafka and Elasticsearch need a JDK of version ${MAJOR_MIN} or later, and ${seen}: install one (Debian: temurin-25-jdk or openjdk-21-jdk; macOS: brew install openjdk), or set JAVA_HOME.`,
  )
}

/** The folders that are JDKs, with their versions; a JRE without a compiler is none. Exported for its test. */
export function jdksIn(homes: readonly string[]): Jdk[] {
  return [...new Set(homes.filter((home) => existsSync(join(home, 'bin/javac'))).map((home) => realpathSync(home)))].flatMap((home) => {
    const version = versionOf(home)
    const program = (name: string) => join(home, 'bin', name)
    return version === null ? [] : [{ home, version, java: program('java'), javac: program('javac'), jar: program('jar') }]
  })
}

function candidates(env: Environment): string[] {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'java'))
    .filter((file) => existsSync(file))
  const home = homedir()
  return [
    ...(env.JAVA_HOME ? [env.JAVA_HOME] : []),
    ...onPath.map((file) => dirname(dirname(realpathSync(file)))),
    ...inside('/usr/lib/jvm'),
    ...inside('/opt'),
    ...inside('/opt/java'),
    ...inside(join(home, '.sdkman/candidates/java')),
    ...inside(join(home, '.jdks')),
    ...['/Library/Java/JavaVirtualMachines', join(home, 'Library/Java/JavaVirtualMachines')]
      .flatMap(inside)
      .map((folder) => join(folder, 'Contents/Home')),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap(inside).map((folder) => join(folder, 'libexec/openjdk.jdk/Contents/Home')),
  ]
}

function inside(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

function versionOf(home: string): string | null {
  try {
    return /^JAVA_VERSION="([\d.]+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

/** "1.8.0" is what Java 8 called itself. */
function major(version: string): number {
  const [first = 0, second = 0] = version.split('.').map(Number)
  return first === 1 ? second : first
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
