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
  // A database may be dropped while its clients say goodbye.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('notice', ({ message }) => void told.push(message ?? '')))
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

/** Where in a plan most rows were in hand, over all the times that the node ran, and how many; of statements explained with `auto_explain.log_analyze`. */
export function busiestOf({ statement, plan }: Explained): { rows: number; where: string } {
  const { node, rows } = busiest(plan)
  return { rows, where: `${node['Node Type']} of ${node['Relation Name'] ?? node['CTE Name'] ?? 'several'} in ${statement.slice(0, 200)}` }
}

function busiest(node: PlanNode): { node: PlanNode; rows: number } {
  const each = Object.entries(node)
    .filter(([name]) => name === 'Actual Rows' || name.startsWith('Rows Removed by'))
    .reduce((sum, [, rows]) => sum + Number(rows), 0)
  const own = { node, rows: each * (node['Actual Loops'] ?? 1) }
  return (node.Plans ?? []).map(busiest).reduce((most, other) => (other.rows > most.rows ? other : most), own)
}
