/** A file whose rows stop coming fails with the reason, in each format, and takes nothing else down. */
import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { FORMATS, type Format } from './export-figure'

const REASON = 'it was called off'

it.each(Object.keys(FORMATS) as Format[])('%s', async (format) => {
  for (const batchesBefore of [0, 1, 50]) {
    const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
    batches.on('error', () => {})
    const bytes = FORMATS[format]({ columns: [{ name: 'n', type: 'text' }], batches })
    const writing = pipeline(bytes, new Writable({ write: (_part, _encoding, done) => done() }))
    writing.catch(() => undefined)
    for (let n = 0; n < batchesBefore; n += 1)
      if (!batches.write(Array.from({ length: 1_000 }, (_, m) => [`${n}-${m}-${Math.random()}`]))) await once(batches, 'drain')
    batches.destroy(new Error(REASON))
    await expect(writing).rejects.toThrow(REASON)
    await pause(20)
  }
})

it.each(Object.keys(FORMATS) as Format[])('%s that nobody has begun to read', async (format) => {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  batches.on('error', () => {})
  const bytes = FORMATS[format]({ columns: [{ name: 'n', type: 'text' }], batches })
  await pause(20)
  batches.destroy(new Error(REASON))
  await pause(50)
  await expect(pipeline(bytes, new Writable({ write: (_part, _encoding, done) => done() }))).rejects.toThrow()
})
