/** What Postgres finds wrong with the statements of the sources, and with the types that they give their rows. */
import type { Client } from 'pg'
import { describeStatement } from './describe'
import type { Found, Statement } from './find-statements'
import { rowProblems } from './row-problems'

const UNDEFINED_TABLE = '42P01'

/**
 * A sentence each, within a transaction of `client` on a migrated database. What is about a table that a statement makes for its own transaction is asked
 * when these have been made, and nothing else: they hide the ledger's.
 */
export async function statementProblems(client: Client, { statements, checker }: Found): Promise<Map<Statement, string[]>> {
  const problems = new Map<Statement, string[]>()
  const ask = async (statement: Statement): Promise<boolean> => {
    const sentences = new Set<string>()
    let lacksTable = false
    for (const text of statement.texts) {
      const described = await describeStatement(client, text)
      lacksTable ||= described.problem !== null && described.code === UNDEFINED_TABLE
      const found = described.problem === null ? rowProblems(statement, described.columns, checker) : [described.problem]
      for (const sentence of found) sentences.add(sentence)
    }
    problems.set(statement, [...sentences])
    return lacksTable
  }
  const again: Statement[] = []
  for (const statement of statements) if (await ask(statement)) again.push(statement)
  const texts = statements.flatMap((statement) => statement.texts)
  await makeTemporary(
    client,
    texts.filter((text) => /^\s*CREATE TEMP TABLE/.test(text)),
  )
  for (const statement of again) await ask(statement)
  return problems
}

/** One may be made of another that stands after it in the sources. @throws when one cannot be made at all. */
async function makeTemporary(client: Client, statements: readonly string[]): Promise<void> {
  const refused: string[] = []
  let why: unknown
  for (const statement of statements) {
    await client.query('SAVEPOINT made')
    try {
      await client.query(statement)
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT made')
      refused.push(statement)
      why = error
    }
  }
  if (refused.length > 0 && refused.length === statements.length) throw why
  if (refused.length > 0) await makeTemporary(client, refused)
}
