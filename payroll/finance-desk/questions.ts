/** Saved questions of the finance desk, as their people see them. */
import { type Ledger, Prisma, type Transaction } from '@/prisma/connect'

export const QUESTION_PAGES = ['overview', 'corridors', 'countries', 'settlement', 'failures', 'rows', 'sql'] as const
export type QuestionPage = (typeof QUESTION_PAGES)[number]

export type SavedQuestion = {
  id: string
  name: string
  page: QuestionPage
  /** The choices as they stand in the page's address, or a text of SQL. */
  asks: string
  shared: boolean
  /** Whose it is, by name. */
  owner: string
  mine: boolean
  /** Its owner was deactivated: whoever closes months may take it over or remove it. */
  orphaned: boolean
  pinned: boolean
  version: number
}

/** So many a person may have. */
export const QUESTIONS_MAX = 200
/** So many stand on an overview: each is asked whenever it is looked at. */
export const PINS_MAX = 6
/** A removed one can be had back for so long. */
const RESTORABLE_MS = 86_400_000

const ORPHANED = Prisma.sql`question.is_shared AND person.deactivated_at IS NOT NULL`

const select = (userId: string, where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT question.id, question.name, question.page, question.asks, question.is_shared AS shared, coalesce(person.name, 'someone') AS owner,
    question.owner = ${userId} AS mine, coalesce(${ORPHANED}, false) AS orphaned, question.version,
    EXISTS (SELECT FROM question_pin pin WHERE pin.question_id = question.id AND pin.user_id = ${userId}) AS pinned
  FROM saved_question question LEFT JOIN app_user person ON person.id = question.owner
  WHERE question.removed_at IS NULL AND (question.owner = ${userId} OR question.is_shared) AND ${where}
  ORDER BY question.owner <> ${userId}, lower(question.name), question.id
  LIMIT 1000`

/** Their own and those that others share, by name. */
export function listQuestions(db: Ledger | Transaction, userId: string): Promise<SavedQuestion[]> {
  return db.$queryRaw<SavedQuestion[]>(select(userId, Prisma.sql`true`))
}

/** Those that stand on their overview. */
export async function listPinned(db: Ledger, userId: string): Promise<SavedQuestion[]> {
  const rows = await db.$queryRaw<SavedQuestion[]>(
    select(userId, Prisma.sql`EXISTS (SELECT FROM question_pin pin WHERE pin.question_id = question.id AND pin.user_id = ${userId})`),
  )
  return rows.slice(0, PINS_MAX)
}

/** One that they may see; null otherwise. */
export async function readQuestion(db: Ledger | Transaction, userId: string, id: string): Promise<SavedQuestion | null> {
  const [found] = await db.$queryRaw<SavedQuestion[]>(select(userId, Prisma.sql`question.id = ${id}::uuid`))
  return found ?? null
}

/** Takes away what was removed more than a day ago; how many. */
export function forgetRemovedQuestions(ledger: Ledger, now: Date): Promise<number> {
  return ledger.$executeRaw`DELETE FROM saved_question WHERE removed_at < ${new Date(now.getTime() - RESTORABLE_MS)}`
}
