'use client'
/** One money action from a dialog: never optimistic, never a false "failed". */
import { useCallback, useRef, useState } from 'react'
import { ApiProblem, type ChangedField } from './api-problem'
import { settle, Unsettled } from './settle'

export type ActionState =
  | { is: 'idle' }
  | { is: 'pending' }
  | { is: 'unknown' }
  /** It was asked about for two minutes without an answer. Running it again asks with the same key. */
  | { is: 'unsettled' }
  | { is: 'done' }
  | { is: 'refused'; problem: ApiProblem }
  | { is: 'conflict'; changed: readonly ChangedField[]; problem: ApiProblem }
  | { is: 'broken'; message: string }

export type Action<T, Input> = {
  state: ActionState
  /** Call when the dialog opens: makes the idempotency key of this intention. */
  begin: () => void
  /** Resolves to the answer, or to null when it was refused (see `state`). Keeps asking while the outcome is unknown, for two minutes. */
  run: (input: Input) => Promise<T | null>
}

/** @param attempt the call; it must send `idempotencyKey` */
export function useAction<T, Input = void>(attempt: (input: Input, idempotencyKey: string) => Promise<T>): Action<T, Input> {
  const [state, setState] = useState<ActionState>({ is: 'idle' })
  const key = useRef<string | null>(null)
  const latest = useRef(attempt)
  latest.current = attempt

  const begin = useCallback(() => {
    key.current = newKey()
    setState({ is: 'idle' })
  }, [])

  const run = useCallback(async (input: Input): Promise<T | null> => {
    key.current ??= newKey()
    const idempotencyKey = key.current
    setState({ is: 'pending' })
    try {
      const answer = await settle(() => latest.current(input, idempotencyKey), {
        onUnknown: () => setState({ is: 'unknown' }),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      })
      setState({ is: 'done' })
      return answer
    } catch (error) {
      // A refusal is an answer: what is tried next is another intention, with a key of its own. Anything else is no answer, a failure of the server's least
      // of all: it may have failed after it was done, and only the same key finds that out.
      if (error instanceof ApiProblem && error.status < 500) key.current = null
      setState(endState(error))
      return null
    }
  }, [])
  return { state, begin, run }
}

function endState(error: unknown): ActionState {
  if (error instanceof Unsettled) return { is: 'unsettled' }
  if (!(error instanceof ApiProblem))
    return { is: 'broken', message: error instanceof Error ? error.message : 'Something unexpected happened.' }
  return error.changed ? { is: 'conflict', changed: error.changed, problem: error } : { is: 'refused', problem: error }
}

function newKey(): string {
  // randomUUID exists only on https and localhost; an office may reach a trial installation by plain http.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
