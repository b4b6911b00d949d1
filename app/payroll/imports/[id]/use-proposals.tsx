'use client'
import { callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { countWords } from '@/components/money'
import { Note } from '@/components/note'
import { useAction } from '@/components/use-action'
import type { RefusedRow } from '@/payroll-files/types'
import type { ImportProps } from './import-props'

/** As many as are taken at once. */
const AT_ONCE = 200

/** Names in another script that a published rule writes in Latin letters: taken as they are, or typed row by row. */
export function UseProposals({ file, rows, again }: ImportProps & { rows: readonly RefusedRow[] }) {
  const proposed = rows.filter((row) => row.proposed).slice(0, AT_ONCE)
  const save = useAction((edits: { row: number; cells: Readonly<Record<string, string>> }[], idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/row-edits', { id: file.id, body: { edits }, ifMatch: file.version, idempotencyKey }),
  )
  if (proposed.length === 0) return null
  const use = () => save.run(proposed.map(({ row, proposed: cells }) => ({ row, cells: cells ?? {} }))).then(again)
  return (
    <div className="mb-3">
      <Note
        tone="warn"
        title={
          proposed.length === 1
            ? 'One name is in a script that banks do not accept.'
            : `${countWords(proposed.length)} names are in a script that banks do not accept.`
        }
        action={
          <Button pending={save.state.is === 'pending' || save.state.is === 'unknown'} onClick={() => void use()}>
            {proposed.length === 1 ? 'Use this spelling' : `Use these ${countWords(proposed.length)} spellings`}
          </Button>
        }
      >
        Below is the standard spelling of each name in Latin letters. Banks compare the payee’s name with the account holder’s: if a person
        spells it differently, edit the row. PayLedger remembers the spelling for the next file.
      </Note>
      <ActionLine state={save.state} />
    </div>
  )
}
