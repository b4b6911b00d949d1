import { expect, test } from 'vitest'
import { readBody } from './read-body'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://x.test', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

test('what is within the limit is whole, to the byte', async () => {
  expect((await readBody(post('aé€'), 6))?.toString()).toBe('aé€')
  expect(await readBody(post('aé€'), 5)).toBeNull()
  expect((await readBody(post(null), 5))?.length).toBe(0)
})

test('whoever says that more is coming is not read at all', async () => {
  let pulled = 0
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(10))
      },
    },
    { highWaterMark: 0 },
  )
  expect(await readBody(post(body, { 'content-length': '300000000' }), 1_000)).toBeNull()
  expect(pulled).toBe(0)
})

test('whoever does not say it is listened to only so far', async () => {
  let sent = 0
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1_000
      controller.enqueue(new Uint8Array(1_000))
    },
  })
  expect(await readBody(post(endless), 100_000)).toBeNull()
  expect(sent).toBeLessThan(110_000)
})
