import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { receiveForm } from './receive-form'

const LIMIT = { bytesMax: 100_000, tooLarge: 'At most 100 kB.' }
const BOUNDARY = 'zz'
const part = (headers: string, content = 'x') => `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`
const field = (name: string, value = 'x') => part(`Content-Disposition: form-data; name="${name}"`, value)
const file = (name: string, content = 'x') => part(`Content-Disposition: form-data; name="file"; filename="${name}"`, content)
const END = `--${BOUNDARY}--\r\n`

function post(text: string, { headers = {}, endless = false }: { headers?: Record<string, string>; endless?: boolean } = {}) {
  const bytes = Buffer.from(text)
  const sent = { bytes: 0 }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = sent.bytes < bytes.length ? bytes.subarray(sent.bytes, sent.bytes + 1_000) : endless ? new Uint8Array(1_000) : null
      if (piece === null) return controller.close()
      sent.bytes += piece.length
      controller.enqueue(piece)
    },
  })
  const type = `multipart/form-data; boundary=${BOUNDARY}`
  const request = new Request('http://test', {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
    duplex: 'half',
  } as RequestInit)
  return { request, sent }
}
const receive = (text: string, sent?: Parameters<typeof post>[1]) => receiveForm(post(text, sent).request, LIMIT, buffer)

it('keeps the file in memory for whoever wants it there', async () => {
  const { fields, file: received } = await receive(field('reason', 'Größe') + file('a/b%22c\\d  e.xml', 'bytes') + END)
  expect(fields).toEqual({ reason: 'Größe' })
  expect(received).toMatchObject({ name: 'a/b"c\\d e.xml', sizeBytes: 5, kept: Buffer.from('bytes') })
})

it.each([
  ['a file of too many bytes', file('a', 'x'.repeat(100_001)) + END, 'At most 100 kB.'],
  ['two files', file('a') + file('b') + END, 'Send one file.'],
  ['too long a field', field('a', 'x'.repeat(10_001)) + END, 'A field of the form is too long.'],
  ['too many parts', field('a').repeat(21) + END, 'The form has too many parts.'],
  ['a part without a name', part('Content-Disposition: form-data') + END, 'PayLedger could not read the form.'],
  ['a form that was broken off in its file', file('a', 'x'.repeat(70_000)), 'interrupted'],
  ['nothing', '', 'interrupted'],
])('refuses %s', async (_, text, sentence) => {
  await expect(receive(text)).rejects.toThrow(sentence)
})

it.each([['application/x-www-form-urlencoded'], ['multipart/form-data'], ['multipart/form-data; boundary='], ['text/plain']])(
  'takes %s for no form',
  async (type) => {
    await expect(receive('a=1', { headers: { 'content-type': type } })).rejects.toThrow('Send the file as a multipart form.')
  },
)

it('reads nothing of what announces too much, however little comes', async () => {
  const { request, sent } = post(field('a') + END, { headers: { 'content-length': '110001' } })
  await expect(receiveForm(request, LIMIT, buffer)).rejects.toThrow('At most 100 kB.')
  // A stream holds one piece ready.
  expect(sent.bytes).toBeLessThan(2_000)
})

it('hears nobody out who goes on behind the last part', async () => {
  const { request, sent } = post(file('a') + END, { endless: true })
  await receiveForm(request, LIMIT, buffer).catch(() => 'refused, unless it was whole before')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(sent.bytes).toBeLessThan(400_000)
})

it('waits until whoever keeps the file has ended, before it says why it was refused', async () => {
  let ended = false
  const { request } = post(file('a', 'x'.repeat(70_000)) + file('b') + END)
  const refused = receiveForm(request, LIMIT, async (bytes) => {
    try {
      for await (const _ of bytes) await new Promise((resolve) => setTimeout(resolve, 5))
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 20))
      ended = true
    }
  })
  await expect(refused).rejects.toThrow('Send one file.')
  expect(ended).toBe(true)
})

it('says what whoever keeps the file threw', async () => {
  const { request } = post(file('a', 'x'.repeat(70_000)) + END)
  const full = Object.assign(new Error('no room'), { code: 'ENOSPC' })
  await expect(receiveForm(request, LIMIT, () => Promise.reject(full))).rejects.toBe(full)
})
