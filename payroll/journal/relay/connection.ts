/** Direct connections to the journal's server. A pooler in between would share the advisory lock that decides who leads. */
import { Client } from 'pg'

export type JournalConnection = Pick<Client, 'query' | 'end'>

/** The longest any of the relay's statements may take before the connection is given up. */
const STATEMENT_LIMIT_MS = 30_000

/** Opens one connection. @throws while Postgres is away. */
export async function connectJournal(databaseUrl: string, name: string): Promise<JournalConnection> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: STATEMENT_LIMIT_MS,
    // A relay that is frozen in a transaction holds itself back, and every other one after it.
    idle_in_transaction_session_timeout: 2 * STATEMENT_LIMIT_MS,
  })
  // Without a listener a lost connection would end the process; the next query fails and tells of it.
  client.on('error', () => {})
  await client.connect()
  return client
}
