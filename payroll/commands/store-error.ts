/** The SQLSTATE of a database error, wherever Prisma's adapter has put it. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const meta = (error as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } }).meta
  const cause = (error as { cause?: { originalCode?: string } }).cause
  return meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? (error as { code?: string }).code ?? null
}
