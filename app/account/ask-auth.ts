/** Asks the sign-in service for something of one's own. */
import { readProblem } from '@/components/api-problem'

export type Refused = { status: number; sentence: string }

/** Null when it was done. */
export async function askAuth(act: 'change-password' | 'revoke-other-sessions', body: object): Promise<Refused | null> {
  const response = await fetch(`/api/auth/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  if (response === null) return { status: 0, sentence: 'The server cannot be reached. Try again in a moment.' }
  if (response.ok) return null
  const { detail, title } = await readProblem(response)
  return { status: response.status, sentence: detail ?? title }
}
