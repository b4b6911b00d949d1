/** What Postgres says of a statement that it does not run: whether it can be prepared, and which columns it would answer with. */
import type { Client, Connection, Submittable } from 'pg'

/** `type` as Postgres spells it, such as "text" or "uuid[]". */
export type Column = { name: string; type: string }
export type Described = { columns: Column[]; problem: null } | { columns: null; problem: string; code: string }

type Field = { name: string; dataTypeID: number }

/** Within a transaction, which goes on also when the statement is refused. */
export async function describeStatement(client: Client, statement: string): Promise<Described> {
  await client.query('SAVEPOINT each')
  const asked = new Describing(statement)
  client.query(asked)
  try {
    const fields = await asked.answer
    const { rows } = await client.query<Column>(
      `SELECT name, format_type(type::oid, NULL) AS type FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS f(name, type, n) ORDER BY n`,
      [fields.map(({ name }) => name), fields.map(({ dataTypeID }) => dataTypeID)],
    )
    return { columns: rows, problem: null }
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT each')
    const { message, code = '' } = error as Error & { code?: string }
    return { columns: null, problem: message, code }
  }
}

/** Parse and Describe of the extended protocol, which `pg` has no call for. */
class Describing implements Submittable {
  readonly answer: Promise<Field[]>
  private settle: { resolve: (fields: Field[]) => void; reject: (error: Error) => void } | undefined
  private fields: Field[] = []

  constructor(private readonly statement: string) {
    this.answer = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
  }

  submit(connection: Connection): void {
    connection.parse({ name: '', text: this.statement, types: [] }, false)
    connection.describe({ type: 'S', name: '' }, false)
    connection.sync()
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.fields = fields
  }

  handleError(error: Error): void {
    this.settle?.reject(error)
  }

  handleReadyForQuery(): void {
    this.settle?.resolve(this.fields)
  }
}
