/** How the pipeline does, as far as Postgres knows: the outbox, the relay, every worker, and what is stuck. */
import type { Ledger } from '@/prisma/connect'
import { type JournalStatus, journalStatus } from './journal-status'
import { type StrandedRun, strandedRuns, type WaitingFile, waitingFiles } from './stranded'
import { type WorkerStatus, workerStatuses } from './worker-status'

export type PipelineStatus = {
  journal: JournalStatus
  workers: WorkerStatus[]
  strandedRuns: StrandedRun[]
  waitingFiles: WaitingFile[]
}

/** Cheap enough to be asked every second. @throws when Postgres does not answer. */
export async function pipelineStatus(db: Ledger): Promise<PipelineStatus> {
  const [journal, workers, runs, files] = await Promise.all([journalStatus(db), workerStatuses(db), strandedRuns(db), waitingFiles(db)])
  return { journal, workers, strandedRuns: runs, waitingFiles: files }
}
