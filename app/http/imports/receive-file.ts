/** Takes a payroll file's form, the file straight to disk. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { receiveForm } from '../receive-form'

export type ReceivedFile = { path: string; name: string; sizeBytes: number; sha256: string }
export type Received = { fields: Record<string, string>; file: ReceivedFile | null }

/**
 * The form's fields, and its file written to `dir` under a name ending in .part: whoever asked moves it or removes it.
 * @throws NotReceived, or what the disk said; nothing is then left on it.
 */
export async function receiveFile(request: Request, dir: string, bytesMax: number): Promise<Received> {
  const path = join(dir, `${randomUUID()}.part`)
  const tooLarge = `The file has more than ${bytesMax / 1_000_000} MB. A payroll file of 100,000 lines has about 10.`
  try {
    const { fields, file } = await receiveForm(request, { bytesMax, tooLarge }, async (bytes) => {
      await mkdir(dir, { recursive: true })
      await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
      return path
    })
    return { fields, file: file && { path: file.kept, name: file.name, sizeBytes: file.sizeBytes, sha256: file.sha256 } }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
