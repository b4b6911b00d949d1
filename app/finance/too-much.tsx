import { Note } from '@/components/note'

export function TooMuchNote() {
  return (
    <Note tone="warn" title="This took too long and was stopped.">
      Choose fewer months, a company or a currency. If it happens with few of them, try again in a minute: the machine may be busy.
    </Note>
  )
}
