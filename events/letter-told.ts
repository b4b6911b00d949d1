/** What the bytes of an event that was set aside still tell of it. */

/** Null when they do not name the payout; its version where they say one. */
export function tellsOfPayout(bytes: string | null, id: string): { version: number | null } | null {
  const text = Buffer.from(bytes ?? '', 'base64').toString()
  return text.includes(id) ? { version: versionIn(text) } : null
}

function versionIn(text: string): number | null {
  try {
    const { data } = JSON.parse(text) as { data?: { payout?: { version?: unknown } } }
    return typeof data?.payout?.version === 'number' ? data.payout.version : null
  } catch {
    return null
  }
}
