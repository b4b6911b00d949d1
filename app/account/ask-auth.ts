/** Asks the sign-in service for something of one's own. */
import { readProblem } from '@/components/api-problem'

type Act = 'change-password' | 'revoke-other-sessions' | 'two-factor/enable' | 'two-factor/generate-backup-codes'

export type Answered<T> = { data: T } | { status: number; sentence: string }

/** What it answers, or why not in a sentence; status 0 where no answer came. */
export async function askAuth<T>(act: Act, body: object): Promise<Answered<T>> {
  const response = await fetch(`/api/auth/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  if (response === null) return { status: 0, sentence: 'The server cannot be reached. Try again in a moment.' }
  if (response.ok) return { data: (await response.json().catch(() => null)) as T }
  const { detail, title } = await readProblem(response)
  return { status: response.status, sentence: detail ?? title }
}
