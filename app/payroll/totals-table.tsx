import { Count, Money } from '@/components/money'
import { ScrollX } from '@/components/scroll-x'
import { RAIL_WORDS, type Total } from './totals'

/** Every total of a run, per currency and rail: what is submitted, approved and printed. */
export function TotalsTable({ totals }: { totals: readonly Total[] }) {
  return (
    <ScrollX label="Totals per currency and rail" className="rounded-md border border-line">
      <table className="num w-full text-left">
        <caption className="sr-only">Totals per currency and rail</caption>
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            <th scope="col" className="h-8 px-3 max-sm:px-2 font-medium">
              Rail
            </th>
            <th scope="col" className="h-8 px-3 max-sm:px-2 text-right font-medium">
              Payouts
            </th>
            <th scope="col" className="h-8 px-3 max-sm:px-2 text-right font-medium">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ currency, rail, amountMinor, payouts }) => (
            <tr key={`${currency} ${rail}`} className="border-t border-line">
              <th scope="row" className="h-8 px-3 max-sm:px-2 font-normal">
                {RAIL_WORDS[rail]}
              </th>
              <td className="px-3 max-sm:px-2 text-right">
                <Count of={payouts} />
              </td>
              <td className="px-3 max-sm:px-2 text-right">
                <Money amountMinor={amountMinor} currency={currency} strong />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  )
}
