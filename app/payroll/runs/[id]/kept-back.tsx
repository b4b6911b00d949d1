import { Note } from '@/components/note'
import type { BankMessageRow } from '@/payroll/queries/bank-messages'
import { type Rejection, sentenceOf } from '@/payroll/rules/rejections'

/** Why an approved run, or one of its files, is not on its way to the bank, and what to do about it. */
export function KeptBack({ messages, refused }: { messages: readonly BankMessageRow[]; refused: Rejection | null }) {
  return (
    <>
      {refused && (
        <Note tone="bad" title="This run is approved, but does not go to the bank.">
          {sentenceOf(refused)} If its bank takes them after all, ask an administrator to correct the bank profile; the run goes out by
          itself then.
        </Note>
      )}
      {messages
        .filter(({ status, note }) => status === 'prepared' && note !== null)
        .map(({ id, fileName, note }) => (
          <Note key={id} tone="bad" title={`${fileName} is not with the bank.`}>
            {note}
          </Note>
        ))}
    </>
  )
}
