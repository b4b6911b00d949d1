'use client'
import { useState } from 'react'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { type Column, DataTable } from '@/components/data-table'
import { Note } from '@/components/note'
import type { Trial } from '@/desks/operations/look-at-letter'
import { trialWords } from '../../letter-words'

const COLUMNS: readonly Column<Trial['changes'][number]>[] = [
  { id: 'field', header: 'Field', phone: 'lead', cell: ({ field }) => <span className="mono">{field}</span> },
  { id: 'actual', header: 'Is', phone: 'aside', shrinks: true, cell: ({ actual }) => actual ?? 'nothing' },
  { id: 'expected', header: 'Would be', phone: 'money', shrinks: true, cell: ({ expected }) => expected ?? 'nothing' },
]

/** Reads it as today's version would, and says what would change. Nothing is written. */
export function TryLetter({ id }: { id: string }) {
  const [trial, setTrial] = useState<Trial | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isTrying, setIsTrying] = useState(false)
  const tryIt = async (): Promise<void> => {
    setIsTrying(true)
    setFailure(null)
    try {
      setTrial((await callApi('GET /api/operations/dead-letters/[id]/trial', { id })).data)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    } finally {
      setIsTrying(false)
    }
  }
  return (
    <>
      <Button pending={isTrying} onClick={() => void tryIt()}>
        Try
      </Button>
      <div role="status" className="mt-3">
        {failure && <Note tone="bad" title={failure} />}
        {trial && <Note tone={trial.outcome === 'unreadable' || trial.outcome === 'no-place' ? 'bad' : 'info'} title={trialWords(trial)} />}
      </div>
      {trial && trial.changes.length > 0 && (
        <DataTable caption="What would change" columns={COLUMNS} rows={trial.changes} rowKey={({ field }) => field} />
      )}
    </>
  )
}
