'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Note } from '@/components/note'
import { Time } from '@/components/time'
import type { HeldBack } from '@/operations/worker-status'

/** Loaded when somebody asks. */
const EndSession = dynamic(() => import('./end-session').then((file) => file.EndSession), { ssr: false })

/** Who keeps the relay from going on: any transaction of the cluster can. One of our own database can be ended here. */
export function HeldBackNote({ heldBack, mayAct }: { heldBack: HeldBack; mayAct: boolean }) {
  const { pid, database, application, query, since, session } = heldBack
  // What is asked is what was seen: it stays as it was while the dialog is open.
  const [asking, setAsking] = useState<HeldBack | null>(null)
  return (
    <>
      <Note
        tone="warn"
        title="One open transaction holds all events back."
        action={mayAct && session?.isOurs && <Button onClick={() => setAsking(heldBack)}>End that session…</Button>}
      >
        Process {pid}
        {database && ` in the database ${database}`}
        {application && `, ${application}`}
        {session && `, user ${session.user}`}, since <Time at={since} seconds />
        {query && (
          <>
            , last seen with <code className="mono [overflow-wrap:anywhere]">{query}</code>
          </>
        )}
        . {session?.isOurs === false && 'It is not in PayLedger’s database: whoever looks after that one must end it. '}
        Let it end, or end it; in a shell of Postgres with <code className="mono">SELECT pg_terminate_backend({pid})</code>.
      </Note>
      {asking?.session && <EndSession heldBack={asking} session={asking.session} onClose={() => setAsking(null)} />}
    </>
  )
}
