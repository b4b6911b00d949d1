/** Why figures are other ones than at an earlier moment. Working that out reads the landing: the last few answers are kept, with the tables that their pages are read from. */
import { whileSegmentsMove } from '../close/as-of'
import { definitionOfMarts } from '../definition'
import type { Opened } from '../duckdb'
import { keepFew } from '../keep-few'
import type { Manifest } from '../manifest'
import { closePrivateStore, openPrivateStore, type PrivateStore } from '../private-store'
import type { Published } from '../published'
import { withinLimit } from '../questions/within-limit'
import { type Explained, explain, type Which } from './explain'
import { makeChanges } from './make-changes'
import { type Moment, MomentRefused, momentOf } from './moment'

/** A moment as it was found. */
export type MomentTold = { asked: string; position: string; at: string | null }
export type Why = Explained & { from: MomentTold; to: MomentTold; position: string }
export type WhyAsked = Which & { from: string; to: string; after: number; now: Date }

export type Whys = {
  /** Null before the first publication. @throws MomentRefused, MartsRefused, or AskedTooMuch. */
  why(asked: WhyAsked): Promise<Why | null>
  close(): void
}

/** So long the landing may be read for one answer, and a page of it may take. */
const MAKE_MS = 20_000
const ASK_MS = 5_000
const KEPT = { most: 2, waiting: 3, idleMs: 300_000 }

/** Answers for what is published below `dir`, as `published` holds it. */
export function openWhys(dir: string, published: Published): Whys {
  const stores = keepFew<PrivateStore>({ ...KEPT, drop: closePrivateStore })
  return {
    async why({ from, to, after, now, ...which }) {
      const manifest = await published.read(async (_, each) => each)
      if (manifest === null) return null
      if (manifest.definition !== definitionOfMarts())
        throw new MomentRefused('The figures are being made anew for this version of PayLedger. Ask again in a few minutes.')
      const asked = { dir, manifest, read: published.read, now }
      const [first, second] = [await momentOf(from, asked), await momentOf(to, asked)]
      if (first.position > second.position)
        throw new MomentRefused('The first moment lies after the second. Choose them the other way round.')
      const month = monthOf(first, second) ?? which.month
      const key = [manifest.file, manifest.builtAt, keyOf(from, first), keyOf(to, second)].join(' ')
      const explained = await stores.use(
        key,
        () => make(dir, manifest, first, second),
        ({ opened: { connect } }) => onConnection(connect, (connection) => explain(connection, { ...which, month }, after)),
      )
      return { ...explained, from: told(from, first), to: told(to, second), position: manifest.position }
    },
    close: stores.close,
  }
}

const keyOf = (asked: string, { position, recorded }: Moment): string => (recorded ? asked : position.toString())
const told = (asked: string, { position, at }: Moment): MomentTold => ({ asked, position: position.toString(), at })

/** A close has figures of its month alone. */
function monthOf(...moments: readonly Moment[]): string | undefined {
  const months = new Set(moments.flatMap(({ recorded }) => (recorded?.kind === 'close' ? [recorded.month] : [])))
  if (months.size > 1) throw new MomentRefused('These are closes of two months. Compare a close with another of its month, or with now.')
  return [...months][0]
}

async function onConnection<T>(connect: Opened['connect'], ask: (connection: Opened['connection']) => Promise<T>): Promise<T> {
  const connection = await connect()
  try {
    return await withinLimit(connection, ASK_MS, () => ask(connection))
  } finally {
    connection.closeSync()
  }
}

async function make(dir: string, manifest: Manifest, from: Moment, to: Moment): Promise<PrivateStore> {
  return whileSegmentsMove(async () => {
    const store = await openPrivateStore()
    try {
      await withinLimit(store.opened.connection, MAKE_MS, () => makeChanges(store.opened.connection, { dir, manifest, from, to }))
      return store
    } catch (error) {
      closePrivateStore(store)
      throw error
    }
  })
}
