import { financeQuery, readFigures } from '@/app/finance/read-figures'
import { fees } from '@/app/http/answers/finance'
import { route } from '@/app/http/handle'

export const GET = route(
  { permission: 'finance:read', query: financeQuery, response: fees, errors: ['not-published'], copy: 'finance' },
  (context) => readFigures(context, (finance, filter) => finance.feesByCorridor(filter)),
)
