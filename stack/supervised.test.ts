/** Whoever runs the processes starts one again that ended in order: the operations desk asks them to. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './paths'
import { keepRunning } from './processes/service'

it('`npm start` starts a process again that ended with 0', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payledger-supervised-'))
  const said: string[] = []
  const options = { command: process.execPath, args: ['-e', 'setTimeout(() => process.exit(0), 50)'], env: process.env, cwd: folder }
  const service = keepRunning('worker', { ...options, logFile: join(folder, 'worker.log') }, (line) => said.push(line))
  const first = service.pid
  await expect.poll(() => service.pid !== null && service.pid !== first, { timeout: 10_000, interval: 5 }).toBe(true)
  await service.stop()
  expect(said.join()).toContain('it ended with code 0; it is started again')
  rmSync(folder, { recursive: true })
})

it('so do the units and containers of deploy/', () => {
  const read = (file: string) => readFileSync(join(ROOT, 'deploy', file), 'utf8')
  for (const unit of ['payledger@.service', 'payledger-app.service']) expect(read(unit)).toMatch(/^Restart=always$/m)
  const [shared = ''] = read('compose.yaml').split('services:')
  expect(shared).toMatch(/^ {2}restart: unless-stopped$/m)
})
