/**
 * Ledger, search and finance asked the same question at one position, while writes go on. What has moved since is set aside by position, never by clock,
 * and only where the ledger knows too that it has.
 */
import type { CopyName, HeldCopy, Tier } from '@/events/held-copy'
import type { Ledger, Transaction } from '@/prisma/connect'
import type { ComparedStore } from './causes'
import type { Difference } from './difference'
import { type Asked, drill, drillNamed } from './drill'
import { cursorOf, movedSince, unmovedSums } from './ledger-at'

export type CopyOutcome = {
  copy: CopyName | 'kafka'
  /** Why it was left out, in words; null when it was compared. */
  leftOut: string | null
  /** Payouts that it has at a later event than was compared. */
  ahead: number
  /** Payouts that have moved since and that it has not yet at a later event. */
  older: number
}
export type Compared = {
  era: number
  position: bigint
  payouts: number
  copies: CopyOutcome[]
  differences: Difference[]
  /** By store the payouts of which it is known now whether they differ. */
  checked: ReadonlyMap<ComparedStore, ReadonlySet<string>>
  /** False when so much differs that not all of it is named. */
  isComplete: boolean
}

export type CompareOptions = {
  tier: Tier
  /** Payouts to look at whatever the sums say: those that differed before. */
  watched: ReadonlyMap<ComparedStore, readonly string[]>
  /** Only these payouts are looked at, and no sums of the ledger are taken. */
  only?: readonly string[]
}

const LIMIT_MS = 15 * 60_000

/** @throws when a store does not answer. */
export async function compareCopies(ledger: Ledger, copies: readonly HeldCopy[], options: CompareOptions): Promise<Compared> {
  const era = await eraOf(ledger)
  const usable = copies.filter((copy) => copy.era === era)
  const outcomes = copies
    .filter((copy) => copy.era !== era)
    .map(({ name, era: other }) => leftOut(name, `it is of era ${other}, the ledger of era ${era}`))
  const position = usable.reduce<bigint | null>((least, copy) => (least === null || copy.position < least ? copy.position : least), null)
  const compared: Compared = {
    ...{ era, position: position ?? 0n, payouts: 0, copies: outcomes, differences: [] },
    checked: new Map(),
    isComplete: true,
  }
  if (position === null) return compared
  // Before the ledger's snapshot: whatever the copies have applied, the ledger has by then.
  const asked: Asked[] = []
  for (const copy of usable) asked.push({ copy, sums: await copy.sums(position, options.tier) })
  return ledger.$transaction((tx) => compareAt(tx, compared, asked, options), {
    isolationLevel: 'RepeatableRead',
    timeout: LIMIT_MS,
    maxWait: 10_000,
  })
}

/** What is said of a copy that was not compared. */
export const leftOut = (copy: CopyOutcome['copy'], why: string): CopyOutcome => ({ copy, leftOut: why, ahead: 0, older: 0 })

async function eraOf(db: Ledger | Transaction): Promise<number> {
  const [leader] = await db.$queryRaw<{ era: number }[]>`SELECT relay_leader.era FROM relay_leader`
  if (!leader) throw new Error('relay_leader has no row')
  return leader.era
}

async function compareAt(tx: Transaction, compared: Compared, asked: readonly Asked[], options: CompareOptions): Promise<Compared> {
  await tx.$executeRaw`SET TRANSACTION READ ONLY`
  const { era, position } = compared
  const cursor = (await eraOf(tx)) === era ? await cursorOf(tx, era, position) : null
  if (cursor === null) {
    const why = `the relay does not say any more which event position ${position} is`
    return { ...compared, copies: [...compared.copies, ...asked.map(({ copy }) => leftOut(copy.name, why))] }
  }
  const unmoved = options.only ? [] : await unmovedSums(tx, cursor)
  const moved = await movedSince(tx, cursor)
  const checked = new Map<ComparedStore, ReadonlySet<string>>()
  const differences = new Map(compared.differences.map((each) => [keyOf(each), each]))
  const inLedger = options.watched.get('ledger') ?? []
  let isComplete = true
  for (const each of asked) {
    const { name } = each.copy
    const ground = { tx, cursor, unmoved, moved, ...each }
    const watched = [...inLedger, ...(options.watched.get(name) ?? [])]
    const found = await (options.only ? drillNamed(ground, options.only) : drill(ground, watched))
    // The ledger's own differences are found through each copy.
    for (const difference of found.differences) differences.set(keyOf(difference), difference)
    isComplete &&= found.isComplete
    checked.set(name, found.checked)
    checked.set('ledger', new Set([...(checked.get('ledger') ?? []), ...found.checked]))
    const newer = new Set(each.sums.newer)
    const older = [...moved.keys()].filter((id) => !newer.has(id)).length
    compared.copies.push({ copy: name, leftOut: null, ahead: newer.size, older })
  }
  const payouts = unmoved.reduce((sum, { count }) => sum + count, 0) + [...moved.values()].filter((texts) => texts !== null).length
  return { ...compared, payouts, differences: [...differences.values()], checked, isComplete }
}

/** One thing has one difference at a time. */
export const keyOf = ({ store, kind, subject }: { store: string; kind: string; subject: string }): string => `${store} ${kind} ${subject}`
