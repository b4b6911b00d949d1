/** How the pipeline does, as far as Postgres knows: the outbox, the relay, every worker, and what is stuck. */
import type { Ledger } from '@/prisma/connect'
import { type AsideFile, asideFiles } from './aside-files'
import { type LastComparisons, lastComparisons } from './compare/comparisons'
import { type OpenMismatch, openMismatches } from './compare/mismatches'
import { type FailedJobs, failedJobs } from './failed-jobs'
import { type HistoryStop, historyStops } from './history-stop'
import { type JournalStatus, journalStatus } from './journal-status'
import { type KafkaLoss, kafkaLoss } from './kafka-loss'
import { type StrandedRun, strandedRuns, type WaitingFile, waitingFiles } from './stranded'
import { type CopySkew, versionSkew } from './version-skew'
import { type WorkerStatus, workerStatuses } from './worker-status'

export type PipelineStatus = {
  journal: JournalStatus
  workers: WorkerStatus[]
  stops: HistoryStop[]
  kafkaLoss: KafkaLoss
  strandedRuns: StrandedRun[]
  waitingFiles: WaitingFile[]
  asideFiles: AsideFile[]
  failedJobs: FailedJobs[]
  comparisons: LastComparisons
  mismatches: { total: number; newest: OpenMismatch[] }
  skew: CopySkew[]
}

/** Cheap enough to be asked every second. @throws when Postgres does not answer. */
export async function pipelineStatus(db: Ledger): Promise<PipelineStatus> {
  const [journal, workers, stops, loss, runs, files, aside, jobs, comparisons, mismatches, skew] = await Promise.all([
    journalStatus(db),
    workerStatuses(db),
    historyStops(db),
    kafkaLoss(db),
    strandedRuns(db),
    waitingFiles(db),
    asideFiles(db),
    failedJobs(db),
    lastComparisons(db),
    openMismatches(db),
    versionSkew(db),
  ])
  return {
    journal,
    workers,
    stops,
    kafkaLoss: loss,
    strandedRuns: runs,
    waitingFiles: files,
    asideFiles: aside,
    failedJobs: jobs,
    comparisons,
    mismatches,
    skew,
  }
}
