import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const MODULE = pathToFileURL(join(import.meta.dirname, 'shutdown.ts')).href
const SCRIPT = `
  const { endWithParent, onShutdown } = await import(${JSON.stringify(MODULE)})
  endWithParent()
  setInterval(() => {}, 1_000)
  onShutdown(() => process.stdout.write('first registered, '))
  onShutdown(() => { throw new Error('a closer that fails') })
  onShutdown(async () => { await new Promise((done) => setTimeout(done, 20)); process.stdout.write('last registered, ') })
  process.stdout.write('ready, ')
`

/** What a process with three closers wrote and how it ended, once `end` has been done to it. */
function ended(end: (child: ReturnType<typeof spawn>) => void, stdin: 'pipe' | 'ignore'): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', SCRIPT], { stdio: [stdin, 'pipe', 'pipe'] })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (output === 'ready, ') end(child)
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

describe('a process that ends', () => {
  it('closes in reverse, past a closer that fails, when its parent lets go of the pipe', async () => {
    expect(await ended((child) => child.stdin?.end(), 'pipe')).toEqual({ code: 1, output: 'ready, last registered, first registered, ' })
  })

  it('does so on SIGTERM, however often it is sent, and does not take /dev/null for a parent that is gone', async () => {
    const twice = (child: ReturnType<typeof spawn>) => child.kill('SIGTERM') && child.kill('SIGINT')
    expect(await ended(twice, 'ignore')).toEqual({ code: 1, output: 'ready, last registered, first registered, ' })
  })
})
