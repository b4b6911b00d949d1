/** One connection to the table of repairs, for processes that otherwise need no Postgres: made when it is first asked, and anew after each failure. */
import { Client } from 'pg'

const LIMIT_MS = 3_000

export type RepairConnection = {
  /** Asks over it. @throws what the question threw, and while the database is away. */
  use<T>(ask: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens nothing yet. */
export function repairConnection(databaseUrl: string): RepairConnection {
  let client: Client | null = null
  return {
    async use(ask) {
      const used = (client ??= await connect(databaseUrl))
      try {
        return await ask(used)
      } catch (error) {
        client = null
        await used.end().catch(() => undefined)
        throw error
      }
    },
    async close() {
      await client?.end().catch(() => undefined)
      client = null
    },
  }
}

async function connect(connectionString: string): Promise<Client> {
  const made = new Client({
    ...{ connectionString, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS, idle_in_transaction_session_timeout: LIMIT_MS },
    application_name: 'repairs',
  })
  made.on('error', () => {}) // the next question fails and connects anew
  await made.connect()
  return made
}
