/** What `payledger doctor` finds out about this machine: settings, Node, folders, disk. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { type Checked, one } from '@/operations/check-postgres'
import { readConfig, readOidc, VARIABLE_NAMES, type VariableName } from '@/platform/config'

const NODE_MIN = 20
const FREE_BYTES_MIN = 5_000_000_000
const FOLDERS = ['FINANCE_DIR', 'BANK_DIR', 'IMPORT_DIR'] as const
/** Of processes that not every machine runs, and of the command line itself. */
const NOT_EVERYWHERE: readonly VariableName[] = ['DATABASE_URL', 'HEARTBEAT_DATABASE_URL', 'PAYLEDGER_URL', 'PAYLEDGER_API_KEY']

/** One finding for each variable that is wrong, or one that none is; then the rest. */
export function checkMachine(): Checked[] {
  const [major = 0] = process.versions.node.split('.').map(Number)
  return [
    ...checkVariables(),
    one('Node.js', major >= NODE_MIN, process.versions.node, `Use Node.js ${NODE_MIN} or later.`),
    ...FOLDERS.flatMap(checkFolder),
    ...checkAddress(),
  ]
}

function checkVariables(): Checked[] {
  const each = VARIABLE_NAMES.filter((name) => !NOT_EVERYWHERE.includes(name)).flatMap((name) => wrongSetting(() => readConfig(name)))
  // Each of them may be left out, but not alone.
  const wrong = each.length > 0 ? each : wrongSetting(readOidc)
  return wrong.length > 0 ? wrong : [one('Settings', true, 'every one is there', '')]
}

/** What the first line says that `read` throws. */
function wrongSetting(read: () => unknown): Checked[] {
  try {
    read()
    return []
  } catch (error) {
    const [, name = '', found = ''] = /^\s*(\w+) (.*)$/.exec(String(error).split('\n')[1] ?? '') ?? []
    return [{ what: `Setting ${name}`, state: 'wrong', found, mend: 'Set it as .env.example says.' }]
  }
}

function checkFolder(name: (typeof FOLDERS)[number]): Checked[] {
  const path = configured(name)
  if (path === null) return []
  if (!existsSync(path)) return [one(`Folder ${name}`, false, `${path} is not there`, 'Make it, owned by the account of the processes.')]
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch {
    return [one(`Folder ${name}`, false, `${path} cannot be written by this account`, 'Give it to the account of the processes.')]
  }
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  return [
    one(
      `Folder ${name}`,
      free >= FREE_BYTES_MIN,
      `${path}, ${(free / 1e9).toFixed(1)} GB free`,
      'Make room: writing stops when the disk is full.',
    ),
  ]
}

function checkAddress(): Checked[] {
  const url = configured('APP_URL')
  if (url === null) return []
  const { protocol, hostname } = new URL(url)
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  if (protocol === 'https:' || isLocal) return [one('Address of the app', true, url, '')]
  const mend = 'Put a proxy with a certificate in front of it, and set APP_URL to its https address.'
  return [{ what: 'Address of the app', state: 'wrong', found: `${url}: passwords would travel in clear`, mend }]
}

function configured(name: 'APP_URL' | (typeof FOLDERS)[number]): string | null {
  try {
    return readConfig(name)[name]
  } catch {
    return null
  }
}
