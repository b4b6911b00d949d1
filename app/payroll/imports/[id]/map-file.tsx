'use client'
import { useState } from 'react'
import { type AnswerTo, callApi } from '@/app/call-api'
import { Button } from '@/components/button'
import { ActionLine } from '@/components/confirm-dialog'
import { Note } from '@/components/note'
import { Section } from '@/components/section'
import { useAction } from '@/components/use-action'
import type { Preview } from '@/payroll/imports/preview-file'
import { type Answer, answered, type Mapping, mappingGaps } from '@/payroll-files/mapping'
import type { Inspection } from '@/payroll-files/types'
import { Abandon } from './abandon'
import { FileForm } from './file-form'
import { HeadTable, PreviewTable } from './head-and-preview'
import type { ImportProps } from './import-props'
import { MapColumns } from './map-columns'
import { Questions } from './questions'

type Mapped = AnswerTo<'PUT /api/payroll-imports/[id]/mapping'>

function fromWords({ from, mapping }: Inspection): string {
  if (from.kind === 'preset') return `Columns recognized: ${from.name}.`
  if (from.kind === 'remembered') return 'Columns mapped as in this company’s earlier files.'
  return mapping.headerRow ? 'Columns mapped by their headings.' : 'No header row found.'
}

/** How a file is read: what was found, with examples from the file, each of it correctable; left the file, right what becomes of it. */
export function MapFile({ file, again, preview: first }: ImportProps & { preview: Preview | null }) {
  const [{ sighting, mapping, preview, version }, setMapped] = useState<Omit<Mapped, 'preview'> & { preview: Preview | null }>({
    sighting: file.sighting,
    mapping: file.mapping,
    version: file.version,
    preview: first,
  })
  const save = useAction((body: { mapping: Mapping; again: boolean }) =>
    callApi('PUT /api/payroll-imports/[id]/mapping', { id: file.id, body, ifMatch: version }),
  )
  const check = useAction<unknown>((_, idempotencyKey) =>
    callApi('POST /api/payroll-imports/[id]/checks', { id: file.id, body: {}, idempotencyKey }),
  )
  const busy = save.state.is === 'pending' || check.state.is === 'pending'
  const change = (answer: Answer) => {
    const next = answered(mapping, answer)
    const anew = (['sheet', 'encoding', 'delimiter', 'headerRow'] as const).some((part) => next[part] !== mapping[part])
    setMapped({ sighting, mapping: next, preview, version })
    void save.run({ mapping: next, again: anew }).then((saved) => {
      if (saved) setMapped(saved.data)
    })
  }
  const gaps = mappingGaps(mapping)
  const open = sighting.questions.filter(({ field }) => field === null || gaps.some((gap) => gap.field === field))
  const parts = { sighting, mapping, change, disabled: busy }
  return (
    <div className="grid grid-cols-1 gap-5">
      <Note tone="info">
        {[fromWords(sighting), ...sighting.remarks].map((remark) => (
          <p key={remark}>{remark}</p>
        ))}
      </Note>
      <Questions {...parts} questions={sighting.questions} />
      <FileForm {...parts} />
      <MapColumns {...parts} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <div>
          <Section title="Your file">
            <HeadTable sighting={sighting} headerRow={mapping.headerRow} />
          </Section>
        </div>
        <div>
          <Section title="Preview">
            <PreviewTable preview={preview} gaps={gaps} pending={save.state.is === 'pending'} />
          </Section>
        </div>
      </div>
      {save.state.is === 'conflict' ? <ChangedElsewhere /> : <ActionLine state={save.state} />}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          pending={busy}
          why={gaps[0] ? (open[0]?.sentence ?? gaps[0].sentence) : undefined}
          onClick={() => void check.run().then(again)}
        >
          Check the file
        </Button>
        <Abandon file={file} again={again} />
      </div>
      <ActionLine state={check.state} />
    </div>
  )
}

/** What is shown is not how the file is read now; the newest is one press away. */
function ChangedElsewhere() {
  return (
    <div role="alert">
      <Note
        tone="warn"
        title="Someone mapped or checked this file in the meantime."
        action={
          <Button tone="primary" onClick={() => window.location.reload()}>
            Show the current state
          </Button>
        }
      >
        You did it in another tab, or a colleague did. Your last change was not saved.
      </Note>
    </div>
  )
}
