/** A ledger whose server tells the plan of every statement that it ran, with the rows that it had in hand: unlike seconds they are the same on every machine. */
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import type { Ledger } from '@/prisma/connect'
import { PrismaClient } from '@/prisma/generated/client'

export type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'CTE Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  Plans?: PlanNode[]
}
export type Explained = { statement: string; plan: PlanNode }
export type ExplainedLedger = { ledger: Ledger; plansOf(work: () => Promise<unknown>): Promise<Explained[]>; end(): Promise<void> }

/** Asked as the owner, who may make the server explain what it does. */
const EXPLAINING =
  '-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_format=json -c client_min_messages=log'

/** `settings` are more options of the sessions: "-c enable_seqscan=off". */
export function explainedLedger(ownerUrl: string, settings: string): ExplainedLedger {
  const told: string[] = []
  const pool = new Pool({ connectionString: ownerUrl, max: 4, options: `${EXPLAINING} ${settings}` })
  pool.on('connect', (client) => client.on('notice', ({ message }) => void told.push(message ?? '')))
  const ledger = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    ledger,
    async plansOf(work) {
      told.length = 0
      await work()
      return told.flatMap(explainedIn)
    },
    async end() {
      await ledger.$disconnect()
      await pool.end()
    },
  }
}

function explainedIn(message: string): Explained[] {
  const [, json] = /^duration: [\d.]+ ms\s+plan:\s*(\{.*\})\s*$/s.exec(message) ?? []
  if (!json) return []
  const { 'Query Text': statement, Plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode }
  return [{ statement: statement.replace(/\s+/g, ' ').trim(), plan: Plan }]
}
