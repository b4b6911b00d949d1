/** The figures as they stood at a position of the past: marts of the events up to it, built when somebody looks, and kept for a while. The last few positions stay. */
import { makeMartsAt } from '../build-marts'
import { definitionOfMarts } from '../definition'
import { openToRead, rowsOf } from '../duckdb'
import { keepFew } from '../keep-few'
import type { Manifest } from '../manifest'
import { closePrivateStore, fileOf, openPrivateStore, type PrivateStore } from '../private-store'
import type { Published } from '../published'
import { withinLimit } from '../questions/within-limit'
import { MomentRefused, momentOf } from '../why/moment'
import { whileSegmentsMove } from './as-of'

export type Past = {
  /** What was recorded until a moment, to be read as what is published is; null before the first publication. @throws MomentRefused, MartsRefused, or AskedTooMuch. */
  at(asked: string, now: Date): Promise<(Pick<Published, 'read'> & { manifest: Manifest }) | null>
  close(): void
}

type Kept = PrivateStore & { recordedUntil: string }

/** So long a build may take, within a reader's memory. */
const MAKE_MS = 30_000
const KEPT = { most: 3, waiting: 3, idleMs: 300_000 }

/** Of the landing below `dir`, as far as `published` reaches. */
export function openPast(dir: string, published: Published): Past {
  const stores = keepFew<Kept>({ ...KEPT, drop: closePrivateStore })
  return {
    async at(asked, now) {
      const newest = await published.read(async (_, each) => each)
      if (newest === null) return null
      if (newest.definition !== definitionOfMarts())
        throw new MomentRefused('The figures are being made anew for this version of PayLedger. Ask again in a few minutes.')
      if (!/^(\d|20)/.test(asked)) throw new MomentRefused('Figures of the past are those of a time or of a position.')
      const { position, at } = await momentOf(asked, { dir, manifest: newest, read: published.read, now })
      const key = `${newest.era} ${position}`
      const make = () => build(dir, newest.era, position)
      const recordedUntil = at ?? (await stores.use(key, make, async (store) => store.recordedUntil))
      const manifest: Manifest = {
        ...{ ...newest, position: position.toString(), coveredUntil: recordedUntil, deadLetters: 0, gapAt: null },
        ...{ certificate: null, uncertified: 'A proof is of the figures that are published now.' },
      }
      const read: Published['read'] = (query) =>
        stores.use(key, make, async ({ opened }) => {
          const connection = await opened.connect()
          try {
            return await query(connection, manifest)
          } finally {
            connection.closeSync()
          }
        })
      // Built before anything is asked of it, so that whoever asks hears at once why it cannot be.
      await read(async () => null)
      return { read, manifest }
    },
    close: stores.close,
  }
}

/** Reopened to read only: afterwards nothing can reach another file. */
function build(dir: string, era: number, position: bigint): Promise<Kept> {
  return whileSegmentsMove(async () => {
    const store = await openPrivateStore()
    try {
      const { connection } = store.opened
      const recordedUntil = await withinLimit(connection, MAKE_MS, async () => {
        await makeMartsAt(connection, dir, era, position)
        const [newest] = await rowsOf<{ at: string | null }>(
          connection,
          `SELECT strftime(max(recorded_at), '%Y-%m-%dT%H:%M:%S.%gZ') AS at FROM payout_changes`,
        )
        return newest?.at ?? '1970-01-01T00:00:00.000Z'
      })
      store.opened.close()
      store.opened = await openToRead(fileOf(store.folder))
      return { ...store, recordedUntil }
    } catch (error) {
      closePrivateStore(store)
      throw error
    }
  })
}
