import { Note } from '@/components/note'
import { historyStops } from '@/operations/history-stop'
import { server } from './http/server'

/** Above every page of payroll and operations: that nobody is paid, and why, while the ledger is not the history that its neighbours know. */
export async function HistoryStopNote() {
  const stops = await historyStops(server().ledger).catch(() => [])
  const about = stops.filter(({ kind }) => kind === 'ledger')
  const stop = about.find(({ isTold }) => !isTold) ?? about[0]
  if (!stop) return null
  return (
    <Note tone="bad" title="Payments are stopped.">
      {stop.sentence}
    </Note>
  )
}
