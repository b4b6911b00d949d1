/** The tree that documents are held against: what git knows, the scripts, and what is made and never committed. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../paths'

export type Checkout = {
  /** Every file that git knows or would take, by its path from the root. */
  files: readonly string[]
  /** Those files and every folder above one. */
  places: ReadonlySet<string>
  /** The text of one of the files. */
  read(path: string): string
  /** The scripts of package.json. */
  scripts: ReadonlySet<string>
  /** Commands of package.json itself (`bin`). */
  commands: ReadonlySet<string>
  /** Whether a package that is installed brings this command. */
  installed(command: string): boolean
  /** Folders that git ignores, such as `.payledger`: their files come and go. */
  ignored: readonly string[]
}

/** The checkout as it lies on disk, with what is not committed yet. */
export function readCheckout(): Checkout {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
  const files = listed.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)))
  return makeCheckout(
    files,
    (path) => readFileSync(join(ROOT, path), 'utf8'),
    (command) => existsSync(join(ROOT, 'node_modules/.bin', command)),
  )
}

/** A checkout of these files; package.json and .gitignore are read where they are among them. */
export function makeCheckout(files: readonly string[], read: Checkout['read'], installed: Checkout['installed']): Checkout {
  const has = (path: string) => files.includes(path)
  const { scripts = {}, bin = {} } = JSON.parse(has('package.json') ? read('package.json') : '{}') as Record<string, object>
  const ignored = (has('.gitignore') ? read('.gitignore') : '').split('\n').filter((line) => line.endsWith('/'))
  return {
    files,
    places: new Set(files.flatMap((path) => path.split('/').map((_, end, parts) => parts.slice(0, end + 1).join('/')))),
    read,
    scripts: new Set(Object.keys(scripts)),
    commands: new Set(Object.keys(bin)),
    installed,
    ignored: ignored.map((line) => line.slice(0, -1)),
  }
}
