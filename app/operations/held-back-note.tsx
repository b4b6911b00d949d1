import { Note } from '@/components/note'
import { Time } from '@/components/time'
import type { HeldBack } from '@/operations/worker-status'

/** Who keeps the relay from going on: any transaction of the cluster can. */
export function HeldBackNote({ heldBack: { pid, database, application, query, since } }: { heldBack: HeldBack }) {
  return (
    <Note tone="warn" title="One open transaction holds all events back.">
      Process {pid}
      {database && ` in the database ${database}`}
      {application && `, ${application}`}, since <Time at={since} seconds />
      {query && (
        <>
          , last seen with <code className="mono [overflow-wrap:anywhere]">{query}</code>
        </>
      )}
      . Let it end, or end it with <code className="mono">SELECT pg_terminate_backend({pid})</code>.
    </Note>
  )
}
