/** A request's body, counted while it is read: whoever does not say how much is coming is listened to only so far. */

/** The bytes, or null when there are more than `bytesMax`: what follows is not kept. */
export async function readBody(request: Request, bytesMax: number): Promise<Buffer | null> {
  // Whoever says so beforehand is not read at all.
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return null
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    bytes += next.value.length
    if (bytes > bytesMax) {
      await reader?.cancel().catch(() => undefined)
      return null
    }
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}
