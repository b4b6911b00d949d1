import { Prisma } from './connect'

/** Who it is that a column names, as `{ id, name }`; by the id alone where the name is not known any more, null where nobody is named. */
export const personOf = (id: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${id} IS NOT NULL
    THEN json_build_object('id', ${id}, 'name', coalesce((SELECT name FROM app_user WHERE app_user.id = ${id}), ${id})) END`
