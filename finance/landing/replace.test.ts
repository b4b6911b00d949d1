/** Folders change their names one by one: wherever whoever does it is killed, what was begun is finished, and nothing of either landing is lost. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { beginReplacing, dropLanding, finishReplacing, isReplacing, refillFolder, replacedFolder, replacingOf } from './replace'

const id = randomUUID()
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'payledger-replace-'))
  for (const part of ['events', 'dead-letters', 'watermarks']) put(join(part, 'era=1', 'p=0.txt'), 'old')
  for (const part of ['events', 'watermarks']) put(join(refillFolder(id), part, 'era=1', 'p=0.txt'), 'new')
})
afterEach(() => rmSync(dir, { recursive: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}
const at = (path: string) => (existsSync(join(dir, path)) ? readFileSync(join(dir, path), 'utf8') : null)
const move = (from: string, to: string) => {
  mkdirSync(dirname(join(dir, to)), { recursive: true })
  renameSync(join(dir, from), join(dir, to))
}
const [fresh, old] = [refillFolder(id), replacedFolder(id)]

const STEPS = [
  () => undefined,
  () => mkdirSync(join(dir, old)),
  () => move('events/era=1', `${old}/events/era=1`),
  () => move(`${fresh}/events/era=1`, 'events/era=1'),
  () => move('dead-letters/era=1', `${old}/dead-letters/era=1`),
  () => move('watermarks/era=1', `${old}/watermarks/era=1`),
  () => move(`${fresh}/watermarks/era=1`, 'watermarks/era=1'),
  () => rmSync(join(dir, fresh), { recursive: true }),
]

it.each(STEPS.map((_, n) => n))('is finished after %i of its steps', async (steps) => {
  await beginReplacing(dir, id, 1)
  expect(await isReplacing(dir)).toBe(true)
  for (const step of STEPS.slice(0, steps + 1)) step()
  await finishReplacing(dir, 1)
  await finishReplacing(dir, 1)
  for (const part of ['events', 'watermarks']) {
    expect(at(`${part}/era=1/p=0.txt`)).toBe('new')
    expect(at(`${old}/${part}/era=1/p=0.txt`)).toBe('old')
  }
  // Of the landing that was filled anew no event was set aside.
  expect([at('dead-letters/era=1/p=0.txt'), at(`${old}/dead-letters/era=1/p=0.txt`)]).toEqual([null, 'old'])
  expect([await isReplacing(dir), existsSync(join(dir, fresh)), await replacingOf(dir, id)]).toEqual([false, false, 'replaced'])
})

it('is left undone when another era has begun', async () => {
  await beginReplacing(dir, id, 1)
  await finishReplacing(dir, 2)
  expect([at('events/era=1/p=0.txt'), await isReplacing(dir), await replacingOf(dir, id)]).toEqual(['old', false, 'none'])
})

it('deletes nothing but landings that were filled or replaced', async () => {
  for (const name of ['events', '.', '..', 'refill-', 'refill-../events', `${fresh}/..`]) await dropLanding(dir, name)
  expect([at('events/era=1/p=0.txt'), existsSync(join(dir, fresh))]).toEqual(['old', true])
  await dropLanding(dir, fresh)
  expect(existsSync(join(dir, fresh))).toBe(false)
})
