import { ButtonLink } from '@/components/button-link'
import { Note } from '@/components/note'
import { Abandon } from './abandon'
import type { ImportProps } from './import-props'

/** Its bytes are gone: their time is over, or the ledger was put back without the folder they lay in. */
export function Gone(props: ImportProps) {
  return (
    <>
      <Note tone="bad" title="This file is no longer on the server." action={<ButtonLink href="/payroll/new">Upload it again</ButtonLink>}>
        It was never made a run, so nobody is paid by it. Uploaded files are kept for 30 days.
      </Note>
      <Abandon {...props} />
    </>
  )
}
