/** The moments that figures are compared at: a position, a publication that is still kept, a close, a time, or now. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn, unless } from '../atomic-file'
import { certificate } from '../certificate'
import { meaningHash } from '../close/as-of'
import { inspectPack, MOVEMENTS, readPack } from '../close/read-pack'
import { CONTRACTS } from '../contracts'
import { rowsOf } from '../duckdb'
import { closesFolder, publishedFolder } from '../folders'
import { FORMAT, type Manifest } from '../manifest'
import { sqlHashes } from '../mart-files'
import type { Published } from '../published'

/** Figures that were written down at a moment, which what the events say today is held against. */
export type Recorded = {
  path: string
  /** Counted by other SQL, or of another contract. */
  isOtherDefinition: boolean
  /** Whether something could not be read, or was missing, then. */
  lacked: boolean
} & ({ kind: 'publication' } | { kind: 'close'; month: string })
export type Moment = { position: bigint; recorded: Recorded | null; at: string | null }

/** A moment at which nothing can be looked at; the message is a sentence for whoever asked. */
export class MomentRefused extends Error {
  override name = 'MomentRefused'
}

export type Asked = { dir: string; manifest: Manifest; read: Published['read']; now: Date }

const CLOSE = /^close:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const PUBLICATION = /^publication:(era-\d{1,9}-position-\d{15,19}-[0-9a-f]{8}(?:-again)?)$/
const TIME = /^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** Whether a text is written as a moment is; whether there is such a one is found by `momentOf`. */
export const isMoment = (text: string): boolean =>
  text === 'now' ||
  /^\d{1,18}$/.test(text) ||
  CLOSE.test(text) ||
  PUBLICATION.test(text) ||
  (TIME.test(text) && !Number.isNaN(Date.parse(text)))

/** "now", "1200" (a position), "close:<id>", "publication:<name>" or "2026-11-03T18:00:00+01:00". @throws MomentRefused with the reason. */
export async function momentOf(text: string, asked: Asked): Promise<Moment> {
  const { manifest } = asked
  if (text === 'now') return { position: BigInt(manifest.position), recorded: null, at: manifest.coveredUntil }
  if (/^\d{1,18}$/.test(text)) return { position: within(BigInt(text), manifest), recorded: null, at: null }
  const [, closeId] = CLOSE.exec(text) ?? []
  if (closeId) return closeMoment(closeId, asked)
  const [, name] = PUBLICATION.exec(text) ?? []
  if (name) return publicationMoment(name, asked)
  if (!isMoment(text))
    throw new MomentRefused(
      'Give a position, a close, a publication that is kept, or a time with its zone, such as 2026-11-03T18:00:00+01:00.',
    )
  return timeMoment(new Date(text), asked)
}

function within(position: bigint, manifest: Manifest): bigint {
  if (position < 1n) throw new MomentRefused('The first change has position 1; before it there is nothing.')
  if (position > BigInt(manifest.position))
    throw new MomentRefused(`Position ${position} is not counted yet; the figures reach position ${manifest.position}.`)
  return position
}

/** The last position before anything that was recorded later. */
async function timeMoment(time: Date, { manifest, read, now }: Asked): Promise<Moment> {
  if (time > now) throw new MomentRefused('That is in the future. Nobody knows yet what will be recorded until then.')
  if (time > new Date(manifest.coveredUntil))
    throw new MomentRefused(`The figures do not reach that far yet; they cover changes up to ${manifest.coveredUntil}.`)
  const rows = await read((connection) =>
    rowsOf<{ first: string | null; next: string | null }>(
      connection,
      `SELECT epoch_ms(min(recorded_at))::VARCHAR AS first, (min(position) FILTER (recorded_at > make_timestamp($time::BIGINT * 1000)))::VARCHAR AS next FROM payout_changes`,
      { time: String(time.getTime()) },
    ),
  )
  const { first, next } = rows?.[0] ?? { first: null, next: null }
  if (first === null || time.getTime() < Number(first)) throw new MomentRefused('That is before the first change that PayLedger recorded.')
  const position = next === null ? BigInt(manifest.position) : BigInt(next) - 1n
  return { position: within(position, manifest), recorded: null, at: time.toISOString() }
}

async function closeMoment(id: string, { dir, manifest }: Asked): Promise<Moment> {
  for (const month of await namesIn(closesFolder(dir, ''))) {
    if (!/^20\d\d-\d\d$/.test(month)) continue
    const { hash, damaged } = await inspectPack(dir, month, id)
    if (damaged.length > 0)
      throw new MomentRefused(`The pack of that close is damaged (${damaged.join(', ')}). The page of the month has it made again.`)
    const pack = hash === null ? null : await readPack(dir, month, id)
    if (pack === null) continue
    const { era, position, coveredUntil } = pack.told
    if (era !== manifest.era)
      throw new MomentRefused(
        'That month was closed on a history that is lost: the ledger was restored since. Its positions mean something else now.',
      )
    const isOtherDefinition = pack.hashes.sql !== meaningHash() || pack.contract.join() !== CONTRACTS.join()
    const path = join(closesFolder(dir, month), id, MOVEMENTS)
    return {
      position: within(BigInt(position), manifest),
      at: coveredUntil,
      recorded: { kind: 'close', month, path, isOtherDefinition, lacked: false },
    }
  }
  throw new MomentRefused('There is no pack of that close.')
}

async function publicationMoment(name: string, { dir, manifest }: Asked): Promise<Moment> {
  const [, era = '', position = ''] = /^era-(\d+)-position-(\d+)-/.exec(name) ?? []
  if (!(await keptPublications(dir)).some((each) => each.name === name))
    throw new MomentRefused('That publication is no longer kept. Choose its position instead.')
  if (Number(era) !== manifest.era) throw new MomentRefused('That publication is of a history that is lost: the ledger was restored since.')
  const text = await readFile(join(publishedFolder(dir), `${name}.certificate.json`), 'utf8').catch(unless('ENOENT'))
  const told = text === undefined ? null : certificate.parse(JSON.parse(text))
  const isOtherDefinition =
    told !== null && (told.format !== FORMAT || told.contracts.join() !== CONTRACTS.join() || hashOf(told.sql) !== hashOf(sqlHashes()))
  const path = join(publishedFolder(dir), `${name}.duckdb`)
  return {
    position: within(BigInt(position), manifest),
    at: told?.watermark.coveredUntil ?? null,
    recorded: { kind: 'publication', path, isOtherDefinition, lacked: told === null },
  }
}

const hashOf = (sql: readonly { file: string; sha256: string }[]): string => createHash('sha256').update(JSON.stringify(sql)).digest('hex')

/** Publications whose files are still there, the newest first. */
export async function keptPublications(dir: string): Promise<{ name: string; position: string }[]> {
  const names = await namesIn(publishedFolder(dir))
  return names
    .flatMap((file) => {
      const [, name = '', position = ''] = /^(era-\d+-position-0*(\d+)-[0-9a-f]{8}(?:-again)?)\.duckdb$/.exec(file) ?? []
      return name ? [{ name, position }] : []
    })
    .sort((a, b) => Number(BigInt(b.position) - BigInt(a.position)))
}
