/** Finance as a projection: lands every event, and publishes marts of what the watermarks cover. Driven by the finance loader alone. */
import {
  type Arrived,
  type Covered,
  type Generation,
  GenerationLost,
  GenerationReplaced,
  type MissingEvents,
  type Projection,
} from '@/events/projection'
import { PARTITIONS, type Watermark } from '@/events/topics'
import type { Clock } from '@/platform/clock'
import { CONTRACT_MS } from '@/platform/freshness'
import type { Logger } from '@/platform/log'
import { pause } from '@/platform/retry'
import { type Anew, advance } from './advance'
import { MartsRefused } from './check-marts'
import { compact } from './landing/compact'
import { type Landing, openLanding } from './landing/landing'
import { type Examined, noteExamined, quarantineDamaged } from './landing/quarantine'
import { finishReplacing, isReplacing, readGroup, writeGroup } from './landing/replace'
import { recordCoverage } from './landing/watermarks'
import type { Manifest } from './manifest'
import type { Mending } from './mending'
import { withdrawOtherEra } from './publish'

/** A partition lands at most this often while few events come: a file of a handful costs 17 ms of CPU, and figures are made of them every 5 s at most. */
const LAND_EVERY_MS = 3_000
const BATCH_FULL = 500
const WATCH_EVERY_MS = 1_000
const PUBLISH_EVERY_MS = 5_000
/** Building takes at most this share of the time, but for figures that would be later than their contract: then the next build begins a minute after the last. */
const BUILDING_SHARE = 0.1
const PUBLISH_AT_LATEST_MS = CONTRACT_MS.finance / 2

/** Of the landing that was never filled anew. */
const GROUP = 'finance-loader'

const PARTITION_NUMBERS = Array.from({ length: PARTITIONS }, (_, partition) => partition)

/** A landing that is filled beside the present one: told what its own marts cover, and why they cannot be made. */
export type Refill = { group: string; covers(manifest: Manifest): Promise<void>; refused(why: string): Promise<void> }

type Around = {
  dir: string
  era: number
  clock: Clock
  log: Logger
  mending: Mending
  /** Marts that are wanted anew, and what is told once they are published, or why they were not. */
  wanted?: () => (Anew & { published(): Promise<void>; refused(why: string): Promise<void> }) | null
  refill?: Refill
}

/** A landing that vanishes is made again from Kafka alone; published files that vanish, from the landing. */
export function financeProjection(around: Around): Projection {
  return {
    async open() {
      const { dir, era, clock, refill } = around
      await withdrawOtherEra(dir, era)
      await finishReplacing(dir, era)
      if (refill) await writeGroup(dir, era, refill.group)
      const group = (await readGroup(dir, era)) ?? GROUP
      return new LandingGeneration(around, group, await openLanding(dir, era, clock))
    },
  }
}

class LandingGeneration implements Generation {
  readonly group: string
  readonly everyMs = WATCH_EVERY_MS
  readonly #around: Around
  readonly #landing: Landing
  readonly #landed = new Map<number, { position: bigint; at: number }>()
  readonly #missingAfter = new Map<number, bigint>()
  readonly #examined: Examined = new Map()
  #publishDueAt = 0

  constructor(around: Around, group: string, landing: Landing) {
    this.group = group
    this.#around = around
    this.#landing = landing
  }

  async applied(partition: number): Promise<bigint> {
    const position = await this.#landing.appliedPosition(partition)
    this.#landed.set(partition, { position, at: 0 })
    return position
  }

  async apply(partition: number, batch: readonly Arrived[], signal: AbortSignal): Promise<readonly string[]> {
    const dueMs = (this.#landed.get(partition)?.at ?? 0) + LAND_EVERY_MS - performance.now()
    if (batch.length < BATCH_FULL && dueMs > 0) await pause(dueMs, signal)
    const { position, path, reasons } = await this.#landing.land(partition, batch)
    if (path) await noteExamined(this.#examined, path)
    this.#landed.set(partition, { position, at: performance.now() })
    this.#missingAfter.delete(partition)
    return reasons
  }

  miss(partition: number, { after, searched }: MissingEvents): void {
    if (searched) this.#missingAfter.set(partition, after)
  }

  async recordCoverage(watermarks: readonly Watermark[]): Promise<Covered | null> {
    if (await isReplacing(this.#around.dir))
      throw new GenerationReplaced('a landing that was filled anew takes the place of the present one')
    const reaches = await this.#reached()
    if (performance.now() < this.#publishDueAt && !this.#around.wanted?.()) return null
    let began = performance.now()
    let waitMs = PUBLISH_EVERY_MS
    let covered: Covered | null = null
    try {
      // What is put into segments meanwhile would be lost by whoever writes them anew.
      covered = await this.#around.mending.alone(async () => {
        await this.#examine()
        began = performance.now()
        return this.#publish(reaches, watermarks)
      })
    } finally {
      const tookMs = performance.now() - began
      waitMs = Math.min(PUBLISH_AT_LATEST_MS, Math.max(PUBLISH_EVERY_MS, tookMs / BUILDING_SHARE))
      this.#publishDueAt = performance.now() + waitMs
    }
    const publishDueAt = new Date(this.#around.clock().getTime() + waitMs).toISOString()
    return covered && { ...covered, detail: { ...covered.detail, publishDueAt } }
  }

  close(): void {
    this.#landing.close()
  }

  /** How far each partition has landed, by its files. @throws GenerationLost when less is there than was landed. */
  async #reached(): Promise<bigint[]> {
    const before = new Map(this.#landed)
    const reaches = await Promise.all(PARTITION_NUMBERS.map((partition) => this.#landing.appliedPosition(partition)))
    for (const [partition, { position }] of before) {
      const reach = reaches[partition] ?? 0n
      if (reach < position) throw new GenerationLost(`partition ${partition} had landed up to ${position}, and its files reach ${reach}`)
    }
    return reaches
  }

  /** Damaged segments leave their place, with a name and a reason. @throws GenerationLost when there were any: what they held is read again. */
  async #examine(): Promise<void> {
    const { dir, era, log } = this.#around
    const damaged = await quarantineDamaged(dir, era, this.#examined)
    for (const { path, reason } of damaged) log.error({ path, reason }, 'a damaged segment was moved away')
    const named = damaged.map(({ path, reason }) => `${path} (${reason})`).join(', ')
    if (named)
      throw new GenerationLost(`Damaged files of the landing were moved away. The loader reads their events from Kafka again: ${named}`)
  }

  async #publish(reaches: readonly bigint[], watermarks: readonly Watermark[]): Promise<Covered | null> {
    const { dir, era, clock, log, mending } = this.#around
    const mark = await recordCoverage(dir, era, reaches, watermarks)
    for (const partition of PARTITION_NUMBERS) await compact(dir, era, partition)
    const anew = this.#around.wanted?.() ?? null
    const { manifest, built } = await mending
      .building((isDue) => advance(dir, { mark, gapAt: least(this.#missingAfter.values()), now: clock(), anew, isDue }))
      .catch(async (error: unknown) => {
        if (error instanceof MartsRefused) await (anew ?? this.#around.refill)?.refused(error.message)
        throw error
      })
    if (built) await anew?.published()
    if (!manifest) return null
    await this.#around.refill?.covers(manifest)
    const { position, coveredUntil, deadLetters, buildMs, events, payouts } = manifest
    if (built) log.info({ position, events, payouts, buildMs }, 'marts are published')
    return { position: BigInt(position), coveredUntil, deadLetters, detail: { buildMs } }
  }
}

const least = (positions: Iterable<bigint>): bigint | null =>
  [...positions].reduce<bigint | null>((lowest, each) => (lowest === null || each < lowest ? each : lowest), null)
