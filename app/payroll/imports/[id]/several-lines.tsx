'use client'
import { api } from '@/components/api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import type { ImportProps } from './import-props'

/** Somebody stands in the file more than once: asked about the first time, said from then on, and to be changed at any time. */
export function SeveralLines({ file, again }: ImportProps) {
  const check = useAction((severalLines: boolean, idempotencyKey) =>
    api(`/api/payroll-imports/${file.id}/checks`, { method: 'POST', body: { severalLines }, idempotencyKey }),
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
        <Note tone="info" title="Each line of a person is paid." action={say(false, 'Ask about second lines')}>
          As was said for {file.companyName}: salary and bonus, or one salary on two accounts.
        </Note>
      ) : (
        <Note
          tone="warn"
          title={`${rows === 1 ? 'One line is' : `${countWords(rows)} lines are`} for people who have a line already. Is each to be paid?`}
          action={say(true, 'Pay each line')}
        >
          A salary and a bonus, or one salary on two accounts, are each paid. If a line is in the file by mistake, correct it or leave it
          out below. Your answer is remembered for {file.companyName}.
        </Note>
      )}
      <ActionLine state={check.state} />
    </>
  )
}
