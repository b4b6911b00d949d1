import { defineConfig } from 'prisma/config'

/** The client is generated from the schema; migrations are plain SQL under prisma/migrations, applied by dbmate. */
export default defineConfig({ schema: 'prisma/schema.prisma' })
