/** Which command holds this checkout's data: only one may, and the others say where it runs. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { KEPT } from './paths'

export type Running = {
  command: 'start' | 'dev' | 'stack'
  pid: number
  /** A port that answers with the id below as long as the command lives: a process id alone may belong to another process by now. */
  door: number
  id: string
  url?: string
  /** The variables of its servers. */
  env?: Record<string, string>
  /** The servers' process ids by name, for a test that kills one. */
  pids?: Record<string, number>
}

export type DataDirLock = { tell(details: Pick<Running, 'url' | 'env' | 'pids'>): void; release(): void }

const FILE = join(KEPT, 'stack.json')

/** Takes the checkout's data for this process, or returns who holds it. */
export async function lockDataDir(command: Running['command']): Promise<DataDirLock | Running> {
  const id = crypto.randomUUID()
  const server = createServer((socket) => socket.on('error', () => {}).end(id))
  const door = await new Promise<number>((resolve, reject) => {
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
    })
  })
  server.unref()
  let mine: Running = { command, pid: process.pid, door, id }
  mkdirSync(KEPT, { recursive: true })
  for (;;) {
    if (tryWrite(mine)) break
    const other = await whoRuns()
    if (other) {
      server.close()
      return other
    }
    rmSync(FILE, { force: true }) // left by one that was killed
  }
  return {
    tell(details) {
      mine = { ...mine, ...details }
      renameSync(writeAside(mine), FILE)
    },
    release() {
      rmSync(FILE, { force: true })
      server.close()
    },
  }
}

/** The command that holds the checkout's data at this moment, or null. */
export async function whoRuns(): Promise<Running | null> {
  const noted = readNoted()
  return noted && (await answerOf(noted.door)) === noted.id ? noted : null
}

/** The variables of a running `npm run stack`, for tests that use its servers; null when none runs. */
export async function runningStack(): Promise<Record<string, string> | null> {
  const running = await whoRuns()
  return running?.command === 'stack' ? (running.env ?? null) : null
}

/** A hard link appears whole or not at all, and only one of two that try at once succeeds. */
function tryWrite(mine: Running): boolean {
  const aside = writeAside(mine)
  try {
    linkSync(aside, FILE)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside)
  }
}

function writeAside(running: Running): string {
  const aside = `${FILE}.${process.pid}`
  writeFileSync(aside, JSON.stringify(running, null, 2), { mode: 0o600 })
  return aside
}

function readNoted(): Running | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Running
  } catch {
    return null
  }
}

function answerOf(door: number): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(door, '127.0.0.1')
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('error', () => {}).on('close', () => resolve(answer || null))
  })
}
