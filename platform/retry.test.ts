import { expect, it, vi } from 'vitest'
import type { Logger } from './log'
import { backOffMs, pause, untilDone } from './retry'
import { workLoop } from './work-loop'

const log = { warn: vi.fn() } as unknown as Logger

it('waits twice as long each time, up to a limit', () => {
  expect([0, 1, 2, 5, 5_000].map((failures) => backOffMs(failures, 100, 2_000))).toEqual([100, 200, 400, 2_000, 2_000])
})

it('ends a pause at once when it is to stop, and before it began', async () => {
  const stopping = new AbortController()
  const paused = pause(60_000, stopping.signal)
  stopping.abort()
  await paused
  await pause(60_000, stopping.signal)
  await pause(1)
})

it('tries until it is done; gives up what is final, and when it is to stop', async () => {
  const stopping = new AbortController()
  const patience = { what: 'It', log, signal: stopping.signal }
  const onError = vi.fn()
  const attempt = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue('done')
  expect(await untilDone(attempt, { ...patience, onError })).toBe('done')
  expect(onError).toHaveBeenCalledTimes(1)
  const wrong = new Error('wrong')
  await expect(untilDone(() => Promise.reject(wrong), { ...patience, isFinal: (error) => error === wrong })).rejects.toBe(wrong)
  const away = new Error('away')
  const waiting = untilDone(() => Promise.reject(away), patience)
  setTimeout(() => stopping.abort(), 20)
  await expect(waiting).rejects.toBe(away)
})

it('a loop works until it is stopped, ends its step first, and tells of failures', async () => {
  const [failures, steps] = [[] as unknown[], [] as string[]]
  const loop = workLoop(async (failed) => {
    steps.push('begun')
    await pause(5)
    failed('one')
    steps.push('ended')
    return 1
  })
  loop.onError((error) => failures.push(error))
  await vi.waitFor(() => expect(steps.length).toBeGreaterThan(3))
  await loop.stop()
  expect(steps.at(-1)).toBe('ended')
  expect(failures).toHaveLength(steps.length / 2)
})
