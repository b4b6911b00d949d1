'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import { callApi } from '@/app/call-api'
import { ApiProblem } from '@/components/api-problem'
import { Button } from '@/components/button'
import { TextArea } from '@/components/field'
import { Note } from '@/components/note'
import { SaveQuestion } from '../questions/save-question'
import { AnswerTable, type SqlAnswer } from './answer-table'
import { SaveAnswer } from './save-answer'

type State =
  | { is: 'idle' }
  | { is: 'asking' }
  | { is: 'answered'; sql: string; answer: SqlAnswer }
  | { is: 'refused'; title: string; says: string }

/** A question and its answer. Ctrl or Cmd with Enter asks; asking anew ends the question before. */
export function AskSql({ opened }: { opened: string }) {
  const [sql, setSql] = useState(opened)
  const [state, setState] = useState<State>({ is: 'idle' })
  const asking = useRef<AbortController | null>(null)

  const ask = async (): Promise<void> => {
    asking.current?.abort()
    const mine = new AbortController()
    asking.current = mine
    setState({ is: 'asking' })
    try {
      const { data } = await callApi('POST /api/finance/answers', { body: { sql }, signal: mine.signal })
      if (asking.current === mine) setState({ is: 'answered', sql, answer: data })
    } catch (error) {
      if (asking.current === mine) setState(mine.signal.aborted ? { is: 'idle' } : refused(error))
    }
  }
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void ask()
  }
  return (
    <>
      <TextArea
        label="Question in SQL"
        hint="One SELECT. Ctrl or Cmd with Enter runs it."
        rows={12}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        maxLength={8_000}
        className="mono text-xs"
        value={sql}
        onChange={(event) => setSql(event.target.value)}
        onKeyDown={keys}
      />
      <div className="my-3 flex flex-wrap items-center gap-2">
        <Button tone="primary" pending={state.is === 'asking'} onClick={() => void ask()}>
          Run
        </Button>
        {state.is === 'asking' && <Button onClick={() => asking.current?.abort()}>Stop</Button>}
        <SaveQuestion page="sql" asks={sql} />
        {state.is === 'answered' && <SaveAnswer sql={state.sql} onRefused={(error) => setState(refused(error))} />}
      </div>
      <div aria-live="polite">
        {state.is === 'refused' && (
          <Note tone="bad" title={state.title}>
            <span className="whitespace-pre-wrap">{state.says}</span>
          </Note>
        )}
        {state.is === 'answered' && <AnswerTable key={`${state.answer.tookMs} ${state.sql}`} answer={state.answer} />}
      </div>
    </>
  )
}

function refused(error: unknown): State {
  if (error instanceof ApiProblem)
    return { is: 'refused', title: error.status === 422 ? 'This could not be answered.' : `${error.title}.`, says: reasonOf(error) }
  return { is: 'refused', title: 'No answer came.', says: error instanceof Error ? error.message : 'Something unexpected happened.' }
}

const reasonOf = ({ errors, detail }: ApiProblem): string => errors[0]?.reason ?? detail ?? ''
