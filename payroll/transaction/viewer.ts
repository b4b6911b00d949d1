/** Who reads: queries return only what this person may see, whatever the route above forgot. */
import { Prisma } from '@/prisma/connect'

/** `companies` null means every company. */
export type Viewer = { userId: string; companies: readonly string[] | null }

/** A condition on a company id column: `WHERE ${visible(viewer, Prisma.sql`r.company_id`)}`. */
export function visible(viewer: Viewer, companyId: Prisma.Sql): Prisma.Sql {
  return viewer.companies === null ? Prisma.sql`true` : Prisma.sql`${companyId} = ANY(${viewer.companies}::uuid[])`
}
