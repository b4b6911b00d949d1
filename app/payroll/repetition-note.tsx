import Link from 'next/link'
import { Note } from '@/components/note'
import { isRepeated, type Repetition, repetitionSentences, type SeenRepetition } from '@/payroll/runs/repetition'

/** Who is paid already, or waits to be, with the way to each of those runs. */
export function RepetitionNote({ repetition, children }: { repetition: Repetition; children?: React.ReactNode }) {
  const [title, ...more] = repetitionSentences(repetition)
  return (
    <Note tone={toneOf(repetition)} title={title}>
      {more.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {repetition.runs.length > 0 && (
        <p>
          Look at{' '}
          {repetition.runs.slice(0, RUNS_LINKED).map(({ runId, reference }, index) => (
            <span key={runId}>
              {index > 0 && ', '}
              <Link href={`/payroll/runs/${runId}`} className="link">
                {reference}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
      {children}
    </Note>
  )
}

function toneOf(repetition: Repetition): 'bad' | 'warn' | 'info' {
  const { runs, paidOtherwise, notOwed } = repetition
  if (paidOtherwise.people + notOwed.people > 0 || runs.some(({ paid }) => paid > 0)) return 'bad'
  return isRepeated(repetition) ? 'warn' : 'info'
}

const RUNS_LINKED = 5

/** What stood there, to be sent along with the reason: the server refuses when there is something else by then. */
export const seenOf = ({ equalLines, runs }: Repetition): SeenRepetition => ({
  equalLines,
  runs: runs.map(({ reference, people, paid, same }) => ({ reference, people, paid, same })),
})
