import type { ImportDetail } from '@/payroll/imports/imports'

/** What each state's part of the page is given; `again` reads the import anew. */
export type ImportProps = { file: ImportDetail; again: () => Promise<unknown> }
