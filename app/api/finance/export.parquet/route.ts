import { exportAs, exportQuery } from '@/app/finance/export-figures'
import { route } from '@/app/http/handle'

/** A figure of the finance desk, or the rows behind it, as the page's address chooses them. */
export const GET = route(
  {
    permission: 'finance:read',
    query: exportQuery,
    response: 'application/vnd.apache.parquet',
    errors: ['not-published'],
    copy: 'finance',
  },
  exportAs('parquet', 'application/vnd.apache.parquet'),
)
