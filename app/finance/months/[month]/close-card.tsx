import { ButtonLink } from '@/components/button-link'
import { Facts } from '@/components/facts'
import { Note } from '@/components/note'
import { Seal } from '@/components/seal'
import { Section } from '@/components/section'
import { Status } from '@/components/status'
import { Time } from '@/components/time'
import type { MonthView } from '@/desks/months/read-month'
import { CLOSE_WORDS } from '../state-words'
import { MonthAct } from './month-act'

type Kept = MonthView['closes'][number]

/** One close: who signed it, on which position, and its files. */
export function CloseCard({ close, mayClose }: { close: Kept; mayClose: boolean }) {
  const { state, preparedBy, preparedAt, closedBy, closedAt, position, coveredUntil, packHash, packFailure, reopenings } = close
  const reopened = reopenings.find((each) => each.state === 'done')
  return (
    <Section title={state === 'prepared' ? 'Prepared close' : state === 'closed' ? 'Close' : 'Earlier close'}>
      <Facts
        facts={[
          { label: 'State', value: <Status tone={CLOSE_WORDS[state].tone}>{CLOSE_WORDS[state].word}</Status> },
          { label: 'Prepared by', value: preparedBy, note: <Time at={preparedAt} /> },
          { label: 'Closed by', value: closedBy ?? '–', note: closedAt ? <Time at={closedAt} /> : 'needs another person' },
          { label: 'Up to event', value: position, note: <Time at={coveredUntil} show="full" /> },
        ]}
      />
      {state === 'withdrawn' && (
        <p className="mb-2 text-sm text-muted">
          Withdrawn by {close.withdrawnBy}: “{close.withdrawnReason}”
        </p>
      )}
      {reopened && (
        <p className="mb-2 text-sm text-muted">
          Reopened by {reopened.askedBy} and {reopened.decidedBy}: “{reopened.reason}”
        </p>
      )}
      {packHash === null && state === 'prepared' && (
        <Note tone={packFailure ? 'bad' : 'info'} title={packFailure ? 'The pack could not be made.' : 'The pack is being made.'}>
          {packFailure && `${packFailure} It is tried again.`}
        </Note>
      )}
      {close.damaged.length > 0 && (
        <Note
          tone="bad"
          title="Files of this pack are damaged."
          action={
            mayClose && (
              <MonthAct
                label="Make again…"
                title="Make the pack again"
                description="It is made from the landing, and put in its place only if it is the same, byte for byte."
                confirmLabel="Make again"
                done="Asked for"
                change={{ to: 'POST /api/finance/closes/[id]/packs', id: close.id }}
              />
            )
          }
        >
          {close.damaged.join(', ')}. They are not given out.
        </Note>
      )}
      {packHash !== null && <Files close={close} packHash={packHash} />}
    </Section>
  )
}

function Files({ close: { id, month, files, damaged }, packHash }: { close: Kept; packHash: string }) {
  return (
    <>
      <div className="no-print flex flex-wrap gap-2">
        <ButtonLink href={`/finance/months/${month}/pack?close=${id}`}>Read or print</ButtonLink>
        {files
          .filter(({ length }) => length > 0)
          .filter((name) => !damaged.includes(name) && name !== 'told.json')
          .map((name) => (
            <ButtonLink key={name} href={`/api/finance/closes/${id}/files?name=${encodeURIComponent(name)}`} download>
              {fileWords(name)}
            </ButtonLink>
          ))}
      </div>
      <div className="mt-2 flex flex-wrap items-baseline gap-2 text-xs text-muted">
        SHA-256 of the pack <Seal hex={packHash} />
      </div>
    </>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  'pack.xlsx': 'Workbook (XLSX)',
  'pack.json': 'Pack (JSON)',
  'figures.csv': 'Figures (CSV)',
  'journal.csv': 'Journal (CSV)',
  'movements.csv': 'Movements (CSV)',
}

const fileWords = (name: string): string => WORDS[name] ?? (name.startsWith('EXTF_') ? `DATEV ${name.slice(5, -4)}` : name)
