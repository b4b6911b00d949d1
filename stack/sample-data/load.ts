/** Fills an empty ledger with sample data: through the real commands, files and simulated bank, with the past as their clock. */
import { createAuth } from '@/access/auth'
import { dayAfter, targetClosed } from '@/accounts/target-days'
import { createCompany } from '@/payroll/companies/create-company'
import { openLedger } from '@/payroll/transaction/open-ledger'
import { openFolders } from '@/workers/bank-gateway/folders'
import { SAMPLE_COMPANIES } from './companies'
import { paySampleRun } from './pay-run'
import { samplePayrollFile } from './payroll-file'
import { createPeople } from './people'

export type SampleOptions = { env: Record<string, string | undefined>; log: (line: string) => void; now: Date }

const MONTHS = 7
const HOUR_MS = 3_600_000

/** The current month's runs are in three states, so that every desk has something to do. */
const THIS_MONTH = {
  NLG: { until: 'settled', hoursAgo: 5 },
  HWA: { until: 'submitted', hoursAgo: 1 },
  PFB: { until: 'draft', hoursAgo: 2 },
} as const

/**
 * Loads seven months of payroll for three companies, about 20,000 payouts, when the ledger holds no company yet.
 * The bank gateway must not be running: it would release the past as if it were now.
 * @returns the number of payouts and lines loaded, or null when the ledger was not empty.
 */
export async function loadSampleData({ env, log, now }: SampleOptions): Promise<number | null> {
  const of = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`${name} is needed to load the sample data`)
    return value
  }
  const ledger = openLedger(of('DATABASE_URL_APP'), 4)
  try {
    if ((await ledger.company.count()) > 0) return null
    const auth = createAuth({ ledger, secret: of('AUTH_SECRET'), appUrl: of('APP_URL') })
    const { preparer, approver } = await createPeople(auth, ledger, of('DEMO_PASSWORD'))
    const sample = { ledger, folders: await openFolders(of('BANK_DIR')), accountHashKey: of('ACCOUNT_HASH_KEY'), preparer, approver }
    const companyIds = new Map<string, string>()
    for (const company of SAMPLE_COMPANIES) companyIds.set(company.code, await createCompany(ledger, company))
    let lines = 0
    for (let month = 0; month < MONTHS; month++) {
      for (const company of SAMPLE_COMPANIES) {
        const current = month === MONTHS - 1 ? THIS_MONTH[company.code as keyof typeof THIS_MONTH] : null
        const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (MONTHS - 1 - month), 1))
        const period = first.toISOString().slice(0, 7)
        const isLast = company.paysLast === true && !current
        const nextMonth = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1, 5, 10))
        const lastDay = new Date(nextMonth.getTime() - 24 * HOUR_MS).toISOString().slice(0, 10)
        const usual = bankDay(isLast ? lastDay : `${period}-25`, -1)
        const payDate = current ? laterOf(usual, bankDay(dayAfter(now.toISOString().slice(0, 10), 3), 1)) : usual
        const startedAt = current
          ? new Date(now.getTime() - current.hoursAgo * HOUR_MS)
          : new Date(isLast ? `${payDate}T08:12:00Z` : Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 22, 8, 12))
        lines += await paySampleRun(sample, {
          companyId: companyIds.get(company.code) ?? '',
          period,
          payDate,
          startedAt,
          fileName: `${company.code.toLowerCase()}-${period}.csv`,
          csv: samplePayrollFile(company, month),
          until: current?.until ?? 'settled',
          ...(isLast && { bookingsReadAt: nextMonth < now ? nextMonth : now }),
        })
      }
      log(`sample data: month ${month + 1} of ${MONTHS}`)
    }
    return lines
  } finally {
    await ledger.$disconnect()
  }
}

/** Pay dates are bank days: the 25th pays the last one before it. */
const bankDay = (day: string, step: 1 | -1): string => (targetClosed(day) === null ? day : bankDay(dayAfter(day, step), step))

/** What is still to be paid this month is paid in days to come. */
const laterOf = (one: string, other: string): string => (one > other ? one : other)
