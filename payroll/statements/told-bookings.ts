/** How many bookings it is when a payment's booking is told more than once: by notification and by statement, with other numbers, on another day. */

/** A booking of one payment (or of one block) as it was told. */
export type Told = {
  key: string
  /** The bank's entry. */
  booking: string | null
  /** The first message that told it. */
  message: string
  /** "2026-11-25" */
  day: string | null
  /** In notifications, and in statements: which telling of this payment within one message it is at most; null where none tells it. */
  notified: number | null
  stated: number | null
  /** Two people have matched it. */
  matched: boolean
}

/** Days by which a statement may be later or earlier than the notification of the same booking: a weekend with holidays. */
const APART_MAX = 7
const DAY_MS = 86_400_000

type Occasion = { day: string | null; keys: string[] }

/**
 * The bookings beyond the first, one piece of evidence for each; empty when all of them tell one. Within one message two are two. Between messages of one kind, those
 * of the same day are one, for banks number anew; those of other days are others. Between notification and statement one tells what the other does.
 */
export function repeatedBookings(all: readonly Told[]): string[] {
  const isKnown = (each: Told): boolean =>
    !each.matched && all.some((other) => other.matched && other.booking === each.booking && other.message !== each.message)
  const told = all.filter((each) => !isKnown(each)).sort(inOrder)
  const [first] = told
  if (!first) return []
  const [notified, stated] = [occasions(told, 'notified'), occasions(told, 'stated')]
  const counted = [...notified, ...stated].filter(({ keys }) => keys.includes(first.key))
  const beyond = pairs(stated, notified).filter((pair) => !pair.some((each) => counted.includes(each)))
  // Evidence that both kinds tell may stand in two pairs, and stands for one: in a pair with another one that is nowhere else, the other stands for it.
  const candidates = beyond.map((pair) => [...new Set(pair.flatMap(({ keys }) => keys))])
  const pairsOf = Map.groupBy(candidates.flat(), (key) => key)
  const used = new Set<string>()
  return candidates.flatMap((keys) => {
    const unused = keys.filter((each) => !used.has(each))
    const key = unused.find((each) => pairsOf.get(each)?.length === 1) ?? unused[0]
    if (key === undefined) return []
    used.add(key)
    return [key]
  })
}

/** The one that counts first: matched by people, then the earliest. */
const inOrder = (a: Told, b: Told): number =>
  Number(b.matched) - Number(a.matched) ||
  compare(a.day ?? '9', b.day ?? '9') ||
  compare(a.booking ?? '', b.booking ?? '') ||
  compare(a.key, b.key)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Of one kind of message, every booking that it tells, by its day; each piece of evidence stands for one at most. */
function occasions(told: readonly Told[], kind: 'notified' | 'stated'): Occasion[] {
  const byDay = Map.groupBy(
    told.filter((each) => each[kind] !== null),
    ({ day }) => day,
  )
  return [...byDay]
    .sort(([a], [b]) => compare(a ?? '9', b ?? '9'))
    .flatMap(([day, same]) => {
      const many = Math.min(same.length, Math.max(...same.map((each) => each[kind] ?? 1)))
      const keys = same.map(({ key }) => key)
      // The first stands for those that were numbered anew as well.
      return Array.from({ length: many }, (_, n) => ({ day, keys: n === 0 ? [keys[0] ?? '', ...keys.slice(many)] : [keys[n] ?? ''] }))
    })
}

/** Each statement's booking with the notification that is nearest in order of days. */
function pairs(stated: readonly Occasion[], notified: readonly Occasion[]): Occasion[][] {
  const all: Occasion[][] = []
  let [i, j] = [0, 0]
  while (i < stated.length || j < notified.length) {
    const [a, b] = [stated[i], notified[j]]
    const apart = a && b ? daysBetween(a.day, b.day) : Number.POSITIVE_INFINITY
    if (a && b && Math.abs(apart) <= APART_MAX) {
      all.push([a, b])
      i++
      j++
    } else if (a && (!b || apart < 0)) {
      all.push([a])
      i++
    } else if (b) {
      all.push([b])
      j++
    }
  }
  return all
}

const daysBetween = (a: string | null, b: string | null): number =>
  a === null || b === null ? 0 : (Date.parse(a) - Date.parse(b)) / DAY_MS
