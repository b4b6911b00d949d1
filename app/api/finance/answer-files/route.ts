import { answerSqlFile, sqlFileBody } from '@/app/finance/sql/answer-sql'
import { route } from '@/app/http/handle'

/** The answer to a question in SQL as a CSV file, a workbook or a Parquet file. */
export const POST = route(
  { permission: 'finance:read', body: sqlFileBody, response: 'application/octet-stream', errors: ['not-published'], copy: 'finance' },
  answerSqlFile,
)
