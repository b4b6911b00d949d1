/** Everything that the desks' pages and the workers' polls ask of the ledger, each as its page or poll asks it. */
import { journalStatus } from '@/operations/journal-status'
import { strandedRuns, waitingFiles } from '@/operations/stranded'
import { workerStatuses } from '@/operations/worker-status'
import { listCompanies } from '@/payroll/companies/companies'
import { listCandidates } from '@/payroll/exceptions/exception-candidates'
import { countExceptionsFor, countUnresolved, EXCEPTION_STATES, listExceptions, readException } from '@/payroll/exceptions/exceptions'
import { listOpenImports } from '@/payroll/imports/imports'
import { listEarlier } from '@/payroll/runs/earlier-payouts'
import { findRunRepetition, readRepetition } from '@/payroll/runs/find-repetition'
import { readHistory } from '@/payroll/runs/history'
import { countInboxes, countNeedingApproval, INBOXES, listRuns } from '@/payroll/runs/list-runs'
import { currentStates, findPayouts } from '@/payroll/runs/payout-states'
import { readRun } from '@/payroll/runs/run'
import { compareRun } from '@/payroll/runs/run-differences'
import { LINE_CHOICES, listGone, listLines } from '@/payroll/runs/run-lines'
import { listBankMessages, listReceived } from '@/payroll/statements/bank-messages'
import { readPayout } from '@/payroll/statements/payout'
import type { Ledger } from '@/payroll/transaction/open-ledger'
import type { Viewer } from '@/payroll/transaction/viewer'
import { dueReleases, unfinishedFiles } from '@/payroll/transmissions/due-releases'
import { PREPARER } from './fill'

export type Question = () => Promise<unknown>

/** By the name of the page or poll, and what of it. */
export async function questionsOf(ledger: Ledger, now: Date): Promise<Record<string, Question>> {
  const { runId, submittedId, payoutId, failedId, findingId, companyId } = await examplesOf(ledger)
  const all: Viewer = { userId: PREPARER.id, companies: null }
  const some: Viewer = { userId: 'limited', companies: [companyId] }
  const questions: Record<string, Question> = {}
  for (const [who, viewer] of [
    ['', all],
    [', limited', some],
  ] as const) {
    for (const inbox of INBOXES)
      questions[`inbox: ${inbox}${who}`] = () => listRuns(ledger, viewer, { inbox: inbox, find: null, sort: 'newest', cursor: null }, now)
    questions[`inbox: counts${who}`] = () => countInboxes(ledger, viewer, now)
    questions[`rail: needs approval${who}`] = () => countNeedingApproval(ledger, viewer)
    questions[`rail: findings${who}`] = () => countExceptionsFor(ledger, viewer)
    questions[`tabs: findings${who}`] = () => countUnresolved(ledger, viewer)
    for (const state of EXCEPTION_STATES)
      questions[`findings: ${state}${who}`] = () => listExceptions(ledger, viewer, { state, mine: false, ofNoRun: false, cursor: null })
    questions[`bank files${who}`] = () => listReceived(ledger, viewer, { find: null, before: null })
    questions[`new run: unfinished imports${who}`] = () => listOpenImports(ledger, viewer)
  }
  for (const only of LINE_CHOICES) {
    questions[`run: lines, ${only}`] = () => listLines(ledger, all, runId, { only, text: null, after: 0 })
    questions[`submitted run: lines, ${only}`] = () => listLines(ledger, all, submittedId, { only, text: null, after: 0 })
  }
  return {
    ...questions,
    'new run: companies': () => listCompanies(ledger, all),
    'findings: mine': () => listExceptions(ledger, all, { state: 'open', mine: true, ofNoRun: false, cursor: null }),
    'findings: of no run': () => listExceptions(ledger, all, { state: 'open', mine: false, ofNoRun: true, cursor: null }),
    'finding: page': () => readException(ledger, all, findingId),
    'finding: candidates': () => listCandidates(ledger, all, findingId),
    'run: page': () => readRun(ledger, all, runId),
    'run: search in lines': () => listLines(ledger, all, runId, { only: 'all', text: 'garcia', after: 0 }),
    'run: gone': () => listGone(ledger, all, submittedId),
    'run: bank files': () => listBankMessages(ledger, all, runId),
    'run: history': () => readHistory(ledger, runId),
    'payout: page': () => readPayout(ledger, all, payoutId),
    'payout: earlier': () => listEarlier(ledger, all, payoutId),
    'support: result page': () => currentStates(ledger, all, [payoutId, failedId]),
    'support: search is down, by reference': () => findPayouts(ledger, all, 'NLG-2025-07-01-00042', ''),
    'gateway: due releases': () => dueReleases(ledger, now),
    'gateway: unfinished files': () => unfinishedFiles(ledger),
    'operations: journal': () => journalStatus(ledger),
    'operations: workers': () => workerStatuses(ledger),
    'operations: stranded runs': () => strandedRuns(ledger),
    'operations: files in doubt': () => waitingFiles(ledger),
  }
}

const EVERYBODY: Viewer = { userId: PREPARER.id, companies: null }

/**
 * A submitted run with so many lines, looked at again and again; `first`, by a process that has not seen it, when the jobs have compared it; and `compared`,
 * what the jobs do. `fresh` opens the ledger as another process would.
 */
export function largeRunQuestions(ledger: Ledger, fresh: () => Ledger, runId: string, lines: number) {
  const again: Record<string, Question> = {}
  for (const only of LINE_CHOICES) {
    again[`${lines} lines: ${only}`] = () => listLines(ledger, EVERYBODY, runId, { only, text: null, after: 0 })
  }
  again[`${lines} lines: search in lines`] = () => listLines(ledger, EVERYBODY, runId, { only: 'all', text: 'garcia', after: 0 })
  again[`${lines} lines: page`] = () => readRun(ledger, EVERYBODY, runId)
  again[`${lines} lines: gone`] = () => listGone(ledger, EVERYBODY, runId)
  const compared = async () => {
    const run = await ledger.payrollRun.findUniqueOrThrow({ where: { id: runId } })
    await compareRun(ledger, { id: runId, companyId: run.companyId, period: run.period, regular: true })
  }
  const first = () => listLines(fresh(), EVERYBODY, runId, { only: 'all', text: null, after: 0 })
  return {
    again: { ...again, [`${lines} lines: first look`]: first },
    compared: { name: `${lines} lines: compared by the jobs`, ask: compared },
  }
}

/** What is asked of the run before it is submitted or approved. */
export const repetitionQuestion =
  (ledger: Ledger, runId: string): Question =>
  () =>
    readRepetition(ledger, (tx) => findRunRepetition(tx, runId))

type Examples = Record<'runId' | 'submittedId' | 'payoutId' | 'failedId' | 'findingId' | 'companyId', string>

async function examplesOf(ledger: Ledger): Promise<Examples> {
  const [examples] = await ledger.$queryRaw<Examples[]>`
    SELECT (SELECT id FROM payroll_run WHERE status IN ('paying', 'settled') ORDER BY lines DESC, id LIMIT 1) AS "runId",
      (SELECT id FROM payroll_run WHERE status = 'submitted' LIMIT 1) AS "submittedId", (SELECT id FROM payout WHERE status = 'settled' LIMIT 1) AS "payoutId",
      (SELECT id FROM payout WHERE status = 'failed' LIMIT 1) AS "failedId", (SELECT id FROM bank_finding WHERE state = 'open' LIMIT 1) AS "findingId",
      (SELECT company_id FROM payroll_run WHERE status = 'submitted' LIMIT 1) AS "companyId"`
  if (!examples || Object.values(examples).some((id) => !id))
    throw new Error(`the ledger has not got one of each: ${JSON.stringify(examples)}`)
  return examples
}
