import { financeQuery, readFigures } from '@/app/finance/read-figures'
import { countries } from '@/app/http/answers/finance'
import { route } from '@/app/http/handle'

export const GET = route(
  { permission: 'finance:read', query: financeQuery, response: countries, errors: ['not-published'], copy: 'finance' },
  (context) => readFigures(context, (finance, filter) => finance.payoutsByCountry(filter)),
)
