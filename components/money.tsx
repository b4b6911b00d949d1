import { formatMinor } from '@/events/money'

/**
 * An amount of minor units and its currency: "3,412.60 EUR". Exact: no float is involved.
 * @param strong the amount is what the row is about
 * @param signed shows "+" for a positive amount (a difference)
 */
export function Money({
  amountMinor,
  currency,
  strong = false,
  signed = false,
}: {
  amountMinor: bigint | string
  currency: string
  strong?: boolean
  signed?: boolean
}) {
  return (
    <span className={strong ? 'num font-[550] whitespace-nowrap' : 'num whitespace-nowrap'}>
      {signed && BigInt(amountMinor) > 0n && '+'}
      {formatMinor(amountMinor, currency)} <span className="font-normal text-faint">{currency}</span>
    </span>
  )
}

/** A whole number grouped in thousands: 1204118 is "1,204,118". */
export function Count({ of }: { of: number | bigint | string }) {
  return <span className="num">{countWords(of)}</span>
}

export function countWords(of: number | bigint | string): string {
  return String(of)
    .replace('-', '\u2212')
    .replace(/\B(?=(\d{3})+$)/g, ',')
}
