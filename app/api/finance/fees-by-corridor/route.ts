import { financeQuery, readFigures } from '@/app/finance/read-figures'
import { handle } from '@/app/http/handle'

export const GET = handle({ permission: 'finance:read', query: financeQuery }, (context) =>
  readFigures(context, (finance, filter) => finance.feesByCorridor(filter)),
)
