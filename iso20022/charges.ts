/** What the bank took for a booking. */
import { AMOUNT_MINOR_MAX, type BankAmount, bankAmount } from './amount'
import { many, type Node, one, text } from './xml-node'

/** `inside`: the amount that moved contains it. `back`: the bank gave it back. */
export type Charge = BankAmount & { inside?: true; back?: true }

/**
 * The charges of one entry or payment, summed per currency; credits among them (refunded charges) are subtracted, and are given back where they are more.
 * The single records count; the total only where there are none (camt.054.001.02 repeats `Chrgs`, later versions have `Rcrd` inside one).
 * `say` hears of what cannot be read.
 */
export function chargesOf(node: Node, say: (problem: string) => void): Charge[] {
  const groups = many(node, 'Chrgs')
  if (groups.length === 0) return []
  const records = recordsOf(groups)
  const sums = new Map<string, { currency: string; inside: boolean; minor: bigint }>()
  const add = (node: Node | undefined, inside: boolean, credited: boolean): void => {
    const amount = bankAmount(node)
    if (amount === null) return
    if ('problem' in amount) {
      say(`a charge was not counted: ${amount.problem}`)
      return
    }
    const { currency, amountMinor } = amount
    const before = sums.get(`${currency} ${inside}`)?.minor ?? 0n
    sums.set(`${currency} ${inside}`, { currency, inside, minor: before + (credited ? -amountMinor : amountMinor) })
  }
  for (const record of records) add(one(record, 'Amt'), isInside(record), isCredit(record))
  if (records.length === 0) for (const group of groups) add(one(group, 'TtlChrgsAndTaxAmt'), false, false)
  const charges = [...sums.values()]
    .filter(({ minor }) => minor !== 0n)
    .map(({ currency, inside, minor }) => charge(currency, minor, inside))
  for (const { amountMinor } of charges) if (amountMinor > AMOUNT_MINOR_MAX) say('its charges are too high to be real')
  return charges.filter(({ amountMinor }) => amountMinor <= AMOUNT_MINOR_MAX)
}

/** What a booked amount would be without the charges that the bank says are in it (`ChrgInclInd`): a debit less, a credit more. */
export function withoutIncluded(amount: BankAmount, charges: readonly Charge[], direction: 'debit' | 'credit'): BankAmount {
  let inside = 0n
  for (const each of charges)
    if (each.inside && each.currency === amount.currency) inside += each.back ? -each.amountMinor : each.amountMinor
  if (inside === 0n) return amount
  const amountMinor = direction === 'debit' ? amount.amountMinor - inside : amount.amountMinor + inside
  return amountMinor > 0n ? { ...amount, amountMinor } : amount
}

/** Whether the booked amount is nothing but the charges in it. */
export const isAllCharge = (amount: BankAmount, charges: readonly Charge[]): boolean =>
  charges.some((each) => each.inside && !each.back && each.currency === amount.currency && each.amountMinor === amount.amountMinor)

/**
 * Banks repeat charges at both levels: a single payment takes its entry's charges, of each currency what is more; of several only what they do not
 * carry is the entry's own.
 * @returns what is left for the entry
 */
export function countedOnce(ofEntry: readonly Charge[], ofPayments: readonly { charges: Charge[] }[]): Charge[] {
  const [alone] = ofPayments
  if (ofEntry.length === 0) return []
  if (alone && ofPayments.length === 1) {
    alone.charges = alone.charges.length === 0 ? [...ofEntry] : most(alone.charges, ofEntry)
    return []
  }
  const carried = sumsOf(ofPayments.flatMap(({ charges }) => charges))
  return [...sumsOf(ofEntry)].flatMap(([key, { all, inside }]) => {
    const rest = all - (carried.get(key)?.all ?? 0n)
    return rest > 0n ? split(key, { all: rest, inside: inside < rest ? inside : rest }) : []
  })
}

/** Of each currency the larger of what both tell. */
export function most(some: readonly Charge[], others: readonly Charge[]): Charge[] {
  const [a, b] = [sumsOf(some), sumsOf(others)]
  const larger = (x = 0n, y = 0n): bigint => (x > y ? x : y)
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((key) => {
    const [x, y] = [a.get(key), b.get(key)]
    return split(key, { all: larger(x?.all, y?.all), inside: larger(x?.inside, y?.inside) })
  })
}

type Sums = { all: bigint; inside: bigint }

/** By currency, and whether it was given back. */
function sumsOf(charges: readonly Charge[]): Map<string, Sums> {
  const sums = new Map<string, Sums>()
  for (const { amountMinor, currency, inside, back } of charges) {
    const key = back ? `${currency} back` : currency
    const { all, inside: within } = sums.get(key) ?? { all: 0n, inside: 0n }
    sums.set(key, { all: all + amountMinor, inside: inside ? within + amountMinor : within })
  }
  return sums
}

function split(key: string, { all, inside }: Sums): Charge[] {
  const [currency = '', back] = key.split(' ')
  const sign = back ? -1n : 1n
  const parts = [charge(currency, sign * inside, true), charge(currency, sign * (all - inside), false)]
  return parts.filter(({ amountMinor }) => amountMinor > 0n)
}

/** `minor` is negative for what is given back. */
function charge(currency: string, minor: bigint, inside: boolean): Charge {
  const amountMinor = minor < 0n ? -minor : minor
  return { amountMinor, currency, ...(inside && { inside }), ...(minor < 0n && { back: true as const }) }
}

const isInside = (record: Node): boolean => /^(?:true|1)$/.test(text(record, 'ChrgInclInd') ?? '')
const isCredit = (record: Node): boolean => text(record, 'CdtDbtInd') === 'CRDT'

const recordsOf = (groups: readonly Node[]): readonly Node[] =>
  groups.flatMap((group) => (many(group, 'Rcrd').length > 0 ? many(group, 'Rcrd') : many(group, 'Amt').length > 0 ? [group] : []))
