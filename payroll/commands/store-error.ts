/** The SQLSTATE of a database error, wherever Prisma's adapter has put it. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const meta = (error as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } }).meta
  const cause = (error as { cause?: { originalCode?: string } }).cause
  return meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? (error as { code?: string }).code ?? null
}

/** Whether the ledger would refuse the same work again: its data is malformed or breaks a rule, and no store is down. */
export function refusedForEver(error: unknown): boolean {
  // Classes 21, 22, 23 and 42 and RAISE: cardinality, data, constraint, statement.
  return /^(?:21|22|23|42|P0)[0-9A-Z]{3}$/.test(codeOf(error) ?? '')
}
