/** The good lines of a checked file, as its draft will have them. */
import { Prisma } from '@/prisma/connect'
import { LINE_COLUMNS } from '../runs/line-rows'
import { ofRun } from '../runs/whole-runs'

/** A query with `LINE_COLUMNS`. */
export const importLines = (importId: string): Prisma.Sql =>
  Prisma.sql`SELECT ${LINE_COLUMNS} FROM payroll_import_line WHERE ${ofRun(Prisma.sql`import_id`, importId)}`
