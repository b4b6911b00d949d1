import type { MonthView } from '@/desks/months/read-month'
import { obstacles } from '@/payroll/months/checklist'
import { monthWords } from '@/payroll/months/month'
import { MonthAct } from './month-act'

/** What this person can do with the month now. */
export function Acts({ view, userId }: { view: MonthView; userId: string }) {
  const { month, current, checklist } = view
  const name = monthWords(month)
  if (current === null)
    return (
      <MonthAct
        label="Prepare…"
        tone="primary"
        title={`Prepare ${name}`}
        description="The pack is made of the figures as they are now, and the stores are compared in full. Someone else closes the month then."
        confirmLabel="Prepare"
        done="Prepared"
        change={{ to: 'POST /api/finance/months/[id]/preparations', id: month }}
        why={obstacles(checklist, 'prepare')[0]?.sentence}
      />
    )
  const { id, version } = current
  if (current.state === 'prepared')
    return (
      <>
        <MonthAct
          label="Withdraw…"
          title={`Withdraw ${name}`}
          description="The month is open again and can be prepared anew. What was prepared is kept."
          confirmLabel="Withdraw"
          done="Withdrawn"
          change={{ to: 'POST /api/finance/closes/[id]/withdrawals', id }}
          version={version}
          withReason
        />
        <MonthAct
          label="Close…"
          tone="primary"
          title={`Close ${name}`}
          description={`You sign what ${current.preparedBy} prepared, at event ${current.position}. Nothing moves these figures any more; what comes later is told beside them.`}
          confirmLabel="Close the month"
          done="Closed"
          change={{ to: 'POST /api/finance/closes/[id]/closings', id }}
          version={version}
          why={whyNotClose(view, userId)}
        />
      </>
    )
  return <Reopening view={view} userId={userId} />
}

function whyNotClose({ current, checklist, closes }: MonthView, userId: string): string | undefined {
  if (current?.preparedById === userId) return 'You prepared this month, so someone else must close it.'
  if (current?.packHash === null) return 'The pack is still being made.'
  if (closes.some(({ id, damaged }) => id === current?.id && damaged.length > 0)) return 'The pack is damaged. Make it again.'
  return obstacles(checklist, 'close')[0]?.sentence
}

function Reopening({ view: { month, current }, userId }: { view: MonthView; userId: string }) {
  const asked = current?.reopenings.find(({ state }) => state === 'asked')
  const name = monthWords(month)
  if (!asked)
    return (
      <MonthAct
        label="Reopen…"
        title={`Reopen ${name}`}
        description="Someone else has to confirm it. What was closed is kept, and the month is closed anew on a pack of its own."
        confirmLabel="Ask to reopen"
        done="Asked for"
        change={{ to: 'POST /api/finance/closes/[id]/reopenings', id: current?.id ?? '' }}
        version={current?.version ?? 0}
        withReason
      />
    )
  const mine = asked.askedById === userId
  return (
    <>
      <MonthAct
        label={mine ? 'Withdraw…' : 'Keep closed…'}
        title={`Keep ${name} closed`}
        description={`“${asked.reason}” is refused, and the month stays as it is.`}
        confirmLabel="Keep it closed"
        done="Kept closed"
        change={{ to: 'POST /api/finance/reopenings/[id]/refusals', id: asked.id }}
      />
      <MonthAct
        label="Confirm reopening…"
        tone="primary"
        title={`Reopen ${name}`}
        description={`${asked.askedBy} asks: “${asked.reason}”. The month is open then, and is prepared and closed anew.`}
        confirmLabel="Reopen"
        done="Reopened"
        change={{ to: 'POST /api/finance/reopenings/[id]/confirmations', id: asked.id }}
        why={mine ? 'You asked for this, so someone else must confirm it.' : undefined}
      />
    </>
  )
}
