'use client'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import type { ImportProps } from './import-props'

/** Somebody stands in the file more than once: asked about the first time, said from then on, and to be changed at any time. */
export function SeveralLines({ file, again }: ImportProps) {
  const check = useAction((severalLines: boolean, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/checks', { id: file.id, body: { severalLines }, idempotencyKey }),
  )
  const rows = file.report?.severalLines ?? 0
  const say = (severalLines: boolean, words: string) => (
    <Button pending={check.state.is === 'pending'} onClick={() => void check.run(severalLines).then(again)}>
      {words}
    </Button>
  )
  if (!file.severalLines && rows === 0) return null
  return (
    <>
      {file.severalLines ? (
        <Note tone="info" title="PayLedger pays each line of a person." action={say(false, 'Ask about second lines')}>
          This is the answer you or a colleague gave for {file.companyName}: salary and bonus, or one salary on two accounts.
        </Note>
      ) : (
        <Note
          tone="warn"
          title={`${rows === 1 ? 'One line is' : `${countWords(rows)} lines are`} for people who already have a line. Do you want to pay each line?`}
          action={say(true, 'Pay each line')}
        >
          Say yes for a salary and a bonus, or one salary on two accounts. If a line is in the file by mistake, correct it or leave it out
          below. PayLedger remembers your answer for {file.companyName}.
        </Note>
      )}
      <ActionLine state={check.state} />
    </>
  )
}
