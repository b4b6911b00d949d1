import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from './paths'
import { removeServerData } from './servers'

type Line = { pid: number; parent: number; args: string }

/** They are gone within 1.3 s on a quiet machine, and took more than 10 s on one with eight busy processes on two cores. */
const LIMIT_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'payledger-orphans-'))
const started: number[] = []
afterAll(() => {
  for (const pid of started) for (const { pid: left } of treeOf(pid)) process.kill(left, 'SIGKILL')
  removeServerData(join(folder, 'data'))
  removeServerData(folder)
})

describe('after kill -9 of', () => {
  it.each([
    [
      'the bootstrap of npm run stack',
      ['run', 'stack'],
      '# Ctrl-C',
      (tree: Line[]) => tree.find(({ args }) => args.includes('bootstrap.mjs')),
    ],
    [
      'the process that started the servers',
      ['run', 'stack'],
      '# Ctrl-C',
      (tree: Line[]) => tree.find(({ args }) => args.includes('commands/stack.ts')),
    ],
    ['npm start itself', ['start', '--', '--empty'], 'PayLedger runs at', (tree: Line[]) => tree[0]],
  ])(
    '%s nothing of it stays alive',
    async (_name, args, last, choose) => {
      const npm = spawn('npm', args, {
        cwd: ROOT,
        env: { ...process.env, PAYLEDGER_DIR: folder, NEXT_DIST_DIR: '.next-test', NODE_ENV: undefined } as unknown as NodeJS.ProcessEnv,
      })
      started.push(npm.pid ?? 0)
      await said(npm, last)
      const tree = treeOf(npm.pid ?? 0)
      for (const server of [/postgres -D/, /kafka\.Kafka/, /SearchServer/]) expect(tree.some((line) => server.test(line.args))).toBe(true)

      process.kill(choose(tree)?.pid ?? 0, 'SIGKILL')
      const deadline = performance.now() + LIMIT_MS
      while (alive(tree).length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100))
      expect(alive(tree)).toEqual([])
    },
    600_000,
  )
})

function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes(text)) resolve()
      })
    }
    child.on('exit', () => reject(new Error(`it ended before it said "${text}":\n${output}`)))
  })
}

function processes(): Line[] {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, parent, state, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), args }]
  })
}

/** A process and all that descend from it, itself first. */
function treeOf(root: number): Line[] {
  const all = processes()
  const below = (pid: number): Line[] => all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)])
  return [...all.filter(({ pid }) => pid === root), ...below(root)]
}

/** By id and command line, for an id may be given again. */
function alive(tree: readonly Line[]): Line[] {
  const now = processes()
  return tree.filter((line) => now.some(({ pid, args }) => pid === line.pid && args === line.args))
}
