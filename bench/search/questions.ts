/** What support agents ask, of payouts that are there. */
import type { Ledger } from '@/payroll/transaction/open-ledger'

/** One question: as the box takes it, and what it means to a peer that does not know our language. */
export type Asked = {
  q: string
  name?: string
  nameIs?: 'begun' | 'misspelt'
  end?: string
  status?: string
  country?: string
  above?: number
}
export type Sampled = { id: string; name: string; country: string; status: string; reference: string; amountMinor: bigint }

/** So many payouts, the same ones in every round. */
export function samplePayouts(ledger: Ledger, many: number): Promise<Sampled[]> {
  return ledger.$queryRaw<Sampled[]>`
    SELECT p.id, p.beneficiary_name AS name, p.beneficiary_country AS country, p.status::text, p.amount_minor AS "amountMinor",
      coalesce((SELECT i.end_to_end_id FROM settlement_instruction i WHERE i.payout_id = p.id LIMIT 1), p.id::text) AS reference
    FROM (SELECT id FROM payout TABLESAMPLE SYSTEM (1) REPEATABLE (1) ORDER BY md5(id::text) LIMIT ${many}) sampled JOIN payout p USING (id)
    ORDER BY md5(p.id::text)`
}

const family = ({ name }: Sampled): string => name.split(/[\s-]/).at(-1) ?? ''

export const QUESTIONS: Readonly<Record<string, (payout: Sampled) => Asked>> = {
  'the empty box': () => ({ q: '' }),
  'a whole name': ({ name }) => ({ q: name, name }),
  'a name begun': (payout) => ({ q: family(payout).slice(0, 3), name: family(payout).slice(0, 3), nameIs: 'begun' }),
  'a misspelt name': ({ name }) => {
    const misspelt = name.replace(/(.)(.)(?=.{2}$)/, '$2$1')
    return { q: misspelt, name: misspelt, nameIs: 'misspelt' }
  },
  'the end of a reference': ({ reference }) => ({ q: reference.slice(-6), end: reference.slice(-6) }),
  'status and country': ({ status, country }) => ({ q: `status:${status} country:${country.toLowerCase()}`, status, country }),
  'a name, a status and an amount': (payout) => {
    const name = family(payout)
    return { q: `${name} status:${payout.status} amount:>3000`, name, status: payout.status, above: 300_000 }
  },
}
