/** Names of one or two letters that a statement gives its tables: of two tables one still knows them, of more they have to be looked up. */
const TABLES_MAX = 2

/** Those that its columns are asked for by; none where it has no more than two tables. */
export function shortAliases(statement: string): string[] {
  const words = statement
    .replace(/--.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/"[^"]*"/g, '""')
  const tables = new Set([...words.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:\w+\.)?(\w+)/g)].map(([, table]) => table))
  if (tables.size <= TABLES_MAX) return []
  return [...new Set([...words.matchAll(/(?<![\w.])([a-z]{1,2})\.(?=[\w"*])/g)].map(([, alias = '']) => alias))].sort()
}
