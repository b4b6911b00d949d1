/** The files of SQL, wherever the code that reads them runs: they lie beside it, beside a built worker, and for the app, which is bundled, below the folder it is started in. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = { marts: ['marts'], summary: ['summary'], close: ['close', '.'] } as const

/** The text of `name`.sql. @throws when there is none. */
export function sqlText(folder: keyof typeof FOLDERS, name: string): string {
  const beside = import.meta.dirname
  const roots = [...(beside ? [beside] : []), join(/* turbopackIgnore: true */ process.cwd(), 'finance')]
  const paths = roots.flatMap((root) => FOLDERS[folder].map((part) => join(/* turbopackIgnore: true */ root, part, `${name}.sql`)))
  const path = paths.find((each) => existsSync(/* turbopackIgnore: true */ each))
  if (path === undefined) throw new Error(`${name}.sql is missing`)
  return readFileSync(/* turbopackIgnore: true */ path, 'utf8')
}
