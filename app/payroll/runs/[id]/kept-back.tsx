import { Note } from '@/components/note'
import type { BankMessageRow } from '@/payroll/statements/bank-messages'
import { type Rejection, sentenceOf } from '@/payroll/transaction/rejections'
import { LateFile, LaterDayWords } from './late-file'

/** Why an approved run, or one of its files, is not on its way to the bank, and what to do about it. */
export function KeptBack({
  messages,
  refused,
  mayMove,
  ...person
}: {
  messages: readonly BankMessageRow[]
  refused: Rejection | null
  mayMove: boolean
  me: string
  /** They had a hand in the run, and confirm nothing. */
  hadHand: boolean
}) {
  return (
    <>
      {refused && (
        <Note tone="bad" title="This run is approved, but it does not go to the bank.">
          {sentenceOf(refused)} If its bank does take them, ask an administrator to correct the bank profile. The run then goes out by
          itself.
        </Note>
      )}
      {messages
        .filter(({ status, note }) => status === 'prepared' && note !== null)
        .map((message) => (
          <Note
            key={message.id}
            tone="bad"
            title={`${message.fileName} is not with the bank.`}
            action={mayMove && message.isLate && <LateFile message={message} {...person} />}
          >
            {message.note}
            {message.laterDay !== null && <LaterDayWords laterDay={message.laterDay} />}
          </Note>
        ))}
    </>
  )
}
