'use client'
import { Button } from '@/components/button'
import { Facts } from '@/components/facts'
import { Count } from '@/components/money'
import { Day } from '@/components/time'
import { KIND_WORDS } from '../../kind-words'
import { TotalsTable } from '../../totals-table'
import { useAcceptance } from '../../use-acceptance'
import { Abandon } from './abandon'
import { FileNotes } from './file-notes'
import type { ImportProps } from './import-props'
import { RefusedDraft } from './refused-draft'
import { SeveralLines } from './several-lines'
import { useDraft } from './use-draft'

/** Every row is good: what would be paid, and the button that makes it a draft. */
export function Ready({ file, again }: ImportProps) {
  const draft = useDraft(file.id)
  const repeated = useAcceptance(file.repetition)
  const run = (payDate?: string) => draft.run({ repetition: repeated.acceptance, ...(payDate && { payDate }) }).then(again)
  return (
    <section aria-labelledby="ready" className="grid grid-cols-1 gap-4">
      <h2 id="ready">Every row is correct</h2>
      <Facts
        facts={[
          { label: file.severalLines ? 'Lines' : 'People', value: <Count of={file.lines} /> },
          { label: 'Kind of run', value: KIND_WORDS[file.kind] },
          { label: 'Pay date', value: <Day on={file.payDate} /> },
          { label: 'Rows in the file', value: <Count of={file.report?.rows ?? 0} />, note: totalsNote(file.report?.otherRows ?? 0) },
        ]}
      />
      <TotalsTable totals={file.totals} />
      {repeated.ask}
      <SeveralLines key={file.progress.startedAt} file={file} again={again} />
      <FileNotes file={file} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          pending={draft.state.is === 'pending' || draft.state.is === 'done'}
          why={repeated.why}
          onClick={() => void run()}
        >
          Import as a draft
        </Button>
        <Abandon file={file} again={again} />
      </div>
      <RefusedDraft state={draft.state} payDate={file.payDate} onPayDate={(payDate) => void run(payDate)} />
    </section>
  )
}

const totalsNote = (rows: number): string | undefined =>
  rows === 0
    ? undefined
    : rows === 1
      ? 'one is not a payment (a total, for example) and is left out'
      : `${rows} are not payments (totals, for example) and are left out`
