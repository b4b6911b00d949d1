/** What routes answer of runs: a page of them, one in full, its lines, and what a change of it came to. */
import { z } from 'zod'
import { RUN_STATUSES } from '@/events/payroll-run-v1'
import { HAND_ACTS } from '@/payroll/runs/hand-acts'
import { INBOXES } from '@/payroll/runs/list-runs'
import { RUN_KINDS } from '@/payroll/runs/run-kind'
import { minorUnits } from './amount'
import { payee } from './payee'

export const total = z.strictObject({ currency: z.string(), rail: z.enum(['sepa', 'swift']), amountMinor: minorUnits, payouts: z.int() })

export const createdRun = z.strictObject({ id: z.string(), reference: z.string(), version: z.int() })

export const peopleElsewhere = z.strictObject({ people: z.int(), references: z.array(z.string()) })

export const repeatedRun = z.strictObject({
  runId: z.string(),
  reference: z.string(),
  status: z.enum(RUN_STATUSES),
  kind: z.enum(RUN_KINDS),
  period: z.string(),
  payDate: z.string(),
  people: z.int(),
  paid: z.int(),
  same: z.int(),
  byAccount: z.int(),
  sameFile: z.boolean(),
})

export const repetition = z.strictObject({
  period: z.string(),
  people: z.int(),
  paid: z.int(),
  paidSame: z.int(),
  equalLines: z.int(),
  bookedAfterAll: peopleElsewhere,
  paidOtherwise: peopleElsewhere,
  notOwed: peopleElsewhere,
  undecided: peopleElsewhere,
  namesakes: peopleElsewhere,
  runs: z.array(repeatedRun),
})

export const runChanged = z.strictObject({ id: z.string(), status: z.string(), version: z.int(), seal: z.string().nullable() })

export const sinceBefore = z.enum(['account', 'new', 'moved', 'changed', 'same']).nullable()

export const lineRow = payee.extend({
  nameInFile: z.string().nullable(),
  payoutId: z.string().nullable(),
  status: z.string().nullable(),
  reasonCode: z.string().nullable(),
  since: sinceBefore,
  beforeMinor: minorUnits.nullable(),
  before: z
    .strictObject({ period: z.string(), payDate: z.string(), reference: z.string(), accountCountry: z.string(), accountLast4: z.string() })
    .nullable(),
  accountUsedOn: z.string().nullable(),
})

export const delta = z.strictObject({ currency: z.string(), people: z.int(), nowMinor: minorUnits, beforeMinor: minorUnits })

export const differences = z.strictObject({
  new: z.int(),
  gone: z.int(),
  account: z.int(),
  moved: z.int(),
  changed: z.int(),
  same: z.int(),
  deltas: z.array(delta),
})

export const linePage = z.strictObject({
  rows: z.array(lineRow),
  total: z.int(),
  nextAfter: z.int().nullable(),
  differences: differences.nullable(),
})

export const acceptedRepetition = z.strictObject({
  step: z.enum(['draft', 'submission', 'approval']),
  sentence: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
})

export const runHand = z.strictObject({
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  act: z.enum(HAND_ACTS),
  at: z.string(),
})

export const runDetail = z.strictObject({
  id: z.string(),
  reference: z.string(),
  companyId: z.string(),
  companyName: z.string(),
  period: z.string(),
  kind: z.enum(RUN_KINDS),
  payDate: z.string(),
  status: z.enum(RUN_STATUSES),
  version: z.int(),
  seal: z.string().nullable(),
  lines: z.int(),
  totals: z.array(total),
  sourceName: z.string(),
  preparedBy: z.string(),
  preparedByName: z.string(),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  approvedByName: z.string().nullable(),
  reason: z.string().nullable(),
  statusSince: z.string(),
  cutOff: z.string(),
  timeZone: z.string(),
  releaseAt: z.string().nullable(),
  file: z
    .strictObject({
      importId: z.string(),
      notes: z.int(),
      leftOut: z.strictObject({ rows: z.int(), reason: z.string(), by: z.string() }).nullable(),
    })
    .nullable(),
  withoutOutcome: z.int(),
  needsCode: z.boolean(),
  payouts: z.record(z.string(), z.number()),
  previousPeriod: z.string().nullable(),
  repetition: repetition.nullable(),
  accepted: z.array(acceptedRepetition),
  handIn: z.enum(['prepared', ...HAND_ACTS]).nullable(),
  hands: z.array(runHand),
})

export const runRow = z.strictObject({
  id: z.string(),
  reference: z.string(),
  companyName: z.string(),
  period: z.string(),
  kind: z.enum(RUN_KINDS),
  payDate: z.string(),
  cutOffAt: z.string(),
  status: z.enum(RUN_STATUSES),
  version: z.int(),
  lines: z.int(),
  totals: z.array(total),
  preparedByName: z.string(),
  statusSince: z.string(),
  failed: z.int(),
  returned: z.int(),
})

export const runList = z.strictObject({
  rows: z.array(runRow),
  counts: z.record(z.enum(INBOXES), z.int()),
  nextCursor: z.string().nullable(),
})
