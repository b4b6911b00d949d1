import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '@/platform/failure'
import { receiveFile } from './receive-file'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'payledger-receive-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** A request whose body comes in pieces of so many bytes; `endless` repeats the last piece for ever. */
function request(body: Uint8Array, contentType: string, pieceBytes: number, endless = false): Request {
  let at = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= body.length && !endless) return controller.close()
      controller.enqueue(at < body.length ? body.slice(at, at + pieceBytes) : new Uint8Array(64 * 1024))
      at += pieceBytes
    },
  })
  return new Request('http://test', {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: stream,
    duplex: 'half',
  } as RequestInit)
}

async function formOf(content: Uint8Array<ArrayBuffer>): Promise<{ bytes: Uint8Array; contentType: string }> {
  const form = new FormData()
  form.append('company', 'Größe & Co')
  form.append('file', new File([content], 'Löhne "11".csv'))
  form.append('period', '2026-11')
  const made = new Response(form)
  const contentType = made.headers.get('content-type') ?? ''
  return { bytes: new Uint8Array(await made.arrayBuffer()), contentType }
}

const CONTENT = Uint8Array.from([
  ...Buffer.from('a\r\n--b\r\n----x\r\n\r\n'),
  ...Array.from({ length: 3_000 }, (_, index) => index % 256),
  13,
  10,
  45,
  45,
])

for (const pieceBytes of [1, 7, 64, 100_000]) {
  it(`gives the same fields and bytes when the form comes in pieces of ${pieceBytes}`, async () => {
    const { bytes, contentType } = await formOf(CONTENT)
    const { fields, file } = await receiveFile(request(bytes, contentType, pieceBytes), dir, 10_000)
    expect(fields).toEqual({ company: 'Größe & Co', period: '2026-11' })
    expect(file).toMatchObject({
      name: 'Löhne "11".csv',
      sizeBytes: CONTENT.length,
      sha256: createHash('sha256').update(CONTENT).digest('hex'),
    })
    expect(readFileSync(file?.path ?? '').equals(CONTENT)).toBe(true)
  })
}

it('refuses what is too large while it comes, and leaves nothing on the disk', async () => {
  const { bytes, contentType } = await formOf(CONTENT)
  const cut = bytes.subarray(0, bytes.length - 400)
  await expect(receiveFile(request(cut, contentType, 1_000, true), dir, 1_000_000)).rejects.toThrow('more than 1 MB')
  expect(readdirSync(dir)).toEqual([])
})

it('counts what stands before the first part, too', async () => {
  const preamble = request(new Uint8Array(10), 'multipart/form-data; boundary=zz', 1_000, true)
  await expect(receiveFile(preamble, dir, 1_000_000)).rejects.toThrow('more than 1 MB')
})

const isRoot = process.getuid?.() === 0

it.skipIf(!isRoot)('calls a full disk what it is, and leaves nothing half-written', async () => {
  const small = join(dir, 'small')
  mkdirSync(small)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small])
  try {
    const { bytes, contentType } = await formOf(new Uint8Array(1_000_000).fill(65))
    const failure = await receiveFile(request(bytes, contentType, 65_536), small, 10_000_000).catch(failureOf)
    expect(failure).toEqual({ kind: 'unavailable', isDiskFull: true })
    expect(readdirSync(small)).toEqual([])
  } finally {
    execFileSync('umount', [small])
  }
})

it('refuses what says beforehand that it is too large', async () => {
  const announced = new Request('http://test', { method: 'POST', headers: { 'content-length': '500000000' } })
  await expect(receiveFile(announced, dir, 64_000_000)).rejects.toThrow('more than 64 MB')
})

it('says that an upload was broken off, wherever it was', async () => {
  const { bytes, contentType } = await formOf(CONTENT)
  for (let end = 0; end < bytes.length - 4; end += 97) {
    await expect(receiveFile(request(bytes.subarray(0, end), contentType, 50), dir, 10_000)).rejects.toThrow('interrupted')
    expect(readdirSync(dir)).toEqual([])
  }
})

it('refuses what is no form', async () => {
  await expect(receiveFile(request(CONTENT, 'text/csv', 100), dir, 10_000)).rejects.toThrow('multipart form')
  await expect(receiveFile(request(CONTENT, 'multipart/form-data; boundary=zz', 100), dir, 10_000)).rejects.toThrow('interrupted')
})
