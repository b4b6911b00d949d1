import { Prisma } from '@/prisma/connect'

/** Where the account of a line or payout is kept: an IBAN begins with its country, a BIC has it within. */
export const ACCOUNT_COUNTRY = (row: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE ${row}.account_kind WHEN 'iban' THEN left(${row}.account, 2) ELSE substr(${row}.bic, 5, 2) END`
