/** An answer as a table that can be exported: names that differ, and what each column holds. */
import type { ColumnType, Table } from '../exports/table'
import type { SqlAnswer } from './ask-sql'

/** Its rows are those of the answer. */
export function tableOf({ columns, rows }: Pick<SqlAnswer, 'columns' | 'rows'>): Table {
  const taken = new Set<string>()
  const named = columns.map(({ name, type }, index) => ({ name: free(name.trim() || `column_${index + 1}`, taken), type: kindOf(type) }))
  async function* once() {
    yield rows
  }
  return { columns: named, batches: once() }
}

/** Engines and spreadsheets take "Amount" and "amount" for the same. */
function free(name: string, taken: Set<string>): string {
  let found = name
  for (let n = 2; taken.has(found.toLowerCase()); n += 1) found = `${name}_${n}`
  taken.add(found.toLowerCase())
  return found
}

function kindOf(type: string): ColumnType {
  if (/^(U?(TINY|SMALL|BIG)INT|U?INTEGER|HUGEINT)$/.test(type)) return 'whole'
  const scale = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1]
  if (scale !== undefined && Number(scale) <= 4) return 'amount'
  if (type === 'DATE') return 'day'
  return type === 'DOUBLE' || type === 'FLOAT' ? 'number' : 'text'
}
