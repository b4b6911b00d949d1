/** One copy against the ledger: only buckets that cannot be equal by their sums are read, and payouts that there is a reason to look at. */
import { addToBucket, type Bucket, bucketOf, type CanonicalTexts, canonicalText, fingerprintOf } from '@/events/canonical'
import type { HeldCopy, HeldPayout, HeldSums } from '@/events/held-copy'
import { isUuid } from '@/platform/is-uuid'
import type { Transaction } from '@/prisma/connect'
import type { Difference } from './difference'
import { type Cursor, eventsOf, type Moved, rowsInBuckets, rowsNamed } from './ledger-at'
import { differencesOf, isSame } from './name-cause'

export type Asked = { copy: HeldCopy; sums: HeldSums }
type Ground = Asked & { tx: Transaction; cursor: Cursor; unmoved: readonly Bucket[]; moved: Moved }
type Found = { differences: Difference[]; checked: ReadonlySet<string>; isComplete: boolean }
type Apart = { id: string; expected: CanonicalTexts | null; held: HeldPayout | null }

/** More differences say nothing more: the copy is to be rebuilt. */
const DIFFERENCES_MAX = 1_000
const BUCKETS_AT_ONCE = 16
const NO_BUCKET = -1
/** An id in a copy may be anything; what is none of the ledger's form is in no row of it. */
/** What differs, by payout. `watched` are payouts to look at whatever the sums say. */
export async function drill(ground: Ground, watched: readonly string[]): Promise<Found> {
  const looking = new Looking(ground)
  const { suspects } = ground.sums
  await looking.at([...new Set([...watched, ...suspects, ...looking.liars])])
  await looking.into(unequalBuckets(ground, looking.newer))
  const differences = await named(ground, looking.apart.slice(0, DIFFERENCES_MAX))
  return { differences, checked: looking.checked, isComplete: looking.isComplete && looking.apart.length <= DIFFERENCES_MAX }
}

/** These payouts and no others; `checked` lacks those that are at a later event in the copy. */
export async function drillNamed(ground: Ground, ids: readonly string[]): Promise<Found> {
  const looking = new Looking(ground)
  await looking.at(ids)
  return { differences: await named(ground, looking.apart), checked: looking.checked, isComplete: true }
}

function unequalBuckets({ unmoved, moved, sums }: Ground, newer: ReadonlySet<string>): number[] {
  const expected = unmoved.map((bucket) => ({ ...bucket }))
  for (const [id, texts] of moved) if (texts !== null && !newer.has(id)) addToBucket(expected, id, fingerprintOf(canonicalText(texts)))
  return expected.flatMap((should, bucket) => {
    const is = sums.buckets[bucket]
    return is?.count === should.count && is.high === should.high && is.low === should.low ? [] : [bucket]
  })
}

class Looking {
  /** Payouts of which it is known now whether they differ. */
  readonly checked = new Set<string>()
  readonly apart: Apart[] = []
  isComplete = true
  /** At a later event in the copy, as the ledger knows too: not looked at. */
  readonly newer: ReadonlySet<string>
  /** Said to be at a later event, of which the ledger knows nothing. */
  readonly liars: readonly string[]
  readonly #ground: Ground

  constructor(ground: Ground) {
    const { newer } = ground.sums
    this.#ground = ground
    this.newer = new Set(newer.filter((id) => ground.moved.has(id)))
    this.liars = newer.filter((id) => !ground.moved.has(id))
  }

  /** Payouts one by one; each is looked into, also where row and copy agree: both may be wrong. */
  async at(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    const { tx, copy } = this.#ground
    const named = new Set(ids)
    const expected = this.#expected(await rowsNamed(tx, ids.filter(isUuid)), (id) => named.has(id))
    const held = byId(await copy.payouts(NO_BUCKET, ids))
    for (const id of ids) this.#judge({ id, expected: expected.get(id) ?? null, held: this.#believed(held.get(id) ?? null) }, true)
  }

  /** One that says it is further on than the ledger itself was altered, whatever else it holds. */
  #believed(held: HeldPayout | null): HeldPayout | null {
    if (held === null || this.newer.has(held.id) || !this.liars.includes(held.id)) return held
    return { ...held, altered: [...held.altered, { field: 'document.position', expected: 'one the ledger has', actual: 'one beyond' }] }
  }

  async into(buckets: readonly number[]): Promise<void> {
    for (let from = 0; from < buckets.length; from += BUCKETS_AT_ONCE) {
      if (this.apart.length >= DIFFERENCES_MAX) {
        this.isComplete = false
        return
      }
      const some = buckets.slice(from, from + BUCKETS_AT_ONCE)
      const expected = this.#expected(await rowsInBuckets(this.#ground.tx, some), (id) => some.includes(bucketOf(id)))
      for (const bucket of some) await this.#compare(bucket, expected)
    }
  }

  async #compare(bucket: number, expected: ReadonlyMap<string, CanonicalTexts | null>): Promise<void> {
    const mine = [...expected.keys()].filter((id) => bucketOf(id) === bucket)
    const held = byId(await this.#ground.copy.payouts(bucket, mine))
    for (const id of new Set([...mine, ...held.keys()])) {
      // Put into a bucket that is not its own: that one differs as well, and there it is looked at where the ledger has it.
      if (!expected.has(id) && bucketOf(id) !== bucket && (await this.#isKnown(id))) continue
      this.#judge({ id, expected: expected.get(id) ?? null, held: held.get(id) ?? null }, false)
    }
  }

  /** Of what has moved since, what its last event said; of the rest its row. */
  #expected(rows: ReadonlyMap<string, CanonicalTexts>, isMeant: (id: string) => boolean): Map<string, CanonicalTexts | null> {
    const { moved } = this.#ground
    const expected = new Map<string, CanonicalTexts | null>([...rows].filter(([id]) => !moved.has(id)))
    for (const [id, texts] of moved) if (isMeant(id)) expected.set(id, texts)
    return expected
  }

  async #isKnown(id: string): Promise<boolean> {
    return this.#ground.moved.has(id) || (isUuid(id) && (await rowsNamed(this.#ground.tx, [id])).has(id))
  }

  #judge(each: Apart, always: boolean): void {
    if (this.newer.has(each.id) || this.checked.has(each.id)) return
    this.checked.add(each.id)
    const { expected, held } = each
    const agrees = isSame(expected, held?.texts ?? null) && (held === null || (held.texts !== null && held.altered.length === 0))
    if (always || !agrees) this.apart.push(each)
  }
}

const byId = (held: readonly HeldPayout[]): Map<string, HeldPayout> => new Map(held.map((each) => [each.id, each]))

async function named({ tx, cursor, copy }: Ground, apart: readonly Apart[]): Promise<Difference[]> {
  const ids = apart.map(({ id }) => id)
  const events = await eventsOf(tx, ids.filter(isUuid), cursor)
  const letters = ids.length > 0 ? await copy.deadLettered(ids) : new Set<string>()
  return apart.flatMap(({ id, expected, held }) =>
    differencesOf({
      id,
      copy: copy.name,
      row: expected,
      held,
      events: events.get(id) ?? [],
      isDeadLettered: letters.has(id),
      isOlder: copy.isOlder,
    }),
  )
}
