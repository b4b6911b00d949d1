/** Proves a certificate, or the proof of a figure, again: from the landing alone, by the code that is here, and says of each thing whether it is equal. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isSignature, signWatermark } from '@/events/signature'
import { VERSION } from '@/platform/version'
import { unless } from './atomic-file'
import { type Built, buildMarts } from './build-marts'
import { type Certificate, certificate, sealOf } from './certificate'
import { CONTRACTS } from './contracts'
import { ENGINE, openToRead } from './duckdb'
import { listDamaged } from './landing/quarantine'
import { FORMAT } from './manifest'
import { sqlHashes } from './mart-files'
import { askQuestion } from './mart-questions'
import { type Proof, proof, resultOf } from './proof'
import { hashedSegment } from './segment-hashes'
import { count, equality, firstLine, type Verified } from './verified'
import { comparePublished } from './verify-published'

/** The key that signs events, and the topic in which watermarks travel. */
export type Key = { secret: string; topic: string }

/** Everything that was looked at, in order. `text` is a file as it was issued; `key` is null where the ledger's signature cannot be checked here. */
export async function verify(dir: string, text: string, key: Key | null): Promise<Verified[]> {
  const read = readIssued(text)
  if ('unreadable' in read) return [{ what: 'The file', state: 'unequal', says: read.unreadable }]
  const { certified, proven, whole } = read
  const items = [whole, ...signedItems(certified, key), ...(await segmentItems(dir, certified)), ...definitionItems(certified)]
  const folder = await mkdtemp(join(tmpdir(), 'payledger-verify-'))
  try {
    const built = await buildMarts(dir, certified.era, BigInt(certified.position), { folder, afresh: true })
    items.push(...figureItems(certified, built))
    if (proven) items.push(...(await answerItems(proven, built)))
    items.push(...(await comparePublished(dir, certified, built)))
  } catch (error) {
    items.push({
      what: 'The figures, made again',
      state: 'unequal',
      says: firstLine(error),
    })
    items.push(...(await damagedItems(dir, certified)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return items
}

type Issued = { certified: Certificate; proven: Proof | null; whole: Verified }

/** The text as a certificate or a proof, and whether it is as it was written. */
function readIssued(text: string): Issued | { unreadable: string } {
  try {
    const value = JSON.parse(text) as object
    const proven = 'proof' in value ? proof.parse(value) : null
    const certified = proven?.certificate ?? certificate.parse(value)
    const isWritten = [JSON.stringify(value), JSON.stringify(value, null, 2)].includes(text.replace(/\n$/, ''))
    const isSealed = seals(value) && (proven === null || seals((value as Proof).certificate))
    return {
      certified,
      proven,
      whole: equality('The file', isWritten && isSealed, 'as it was issued', 'it was changed after it was issued'),
    }
  } catch (error) {
    return {
      unreadable: `it is neither a certificate nor a proof: ${firstLine(error)}`,
    }
  }
}

function seals(value: object): boolean {
  const { seal, ...unsealed } = value as { seal: string }
  return sealOf(unsealed) === seal
}

function signedItems({ head, position, era, watermark }: Certificate, key: Key | null): Verified[] {
  const isOfLedger = watermark.hash === head && watermark.position === position && watermark.era === era
  const items = [
    equality(
      'The ledger’s word',
      isOfLedger,
      `its journal came to ${head}`,
      `it is about position ${watermark.position}, ${watermark.hash}`,
    ),
  ]
  if (key === null) return [...items, { what: 'The ledger’s signature', state: 'other', says: 'not looked at: EVENTS_KEY is not set' }]
  const isSigned = isSignature(watermark.signature ?? '', signWatermark(key.secret, key.topic, watermark))
  return [...items, equality('The ledger’s signature', isSigned, 'signed with EVENTS_KEY', 'not signed with EVENTS_KEY')]
}

async function segmentItems(dir: string, { segments }: Certificate): Promise<Verified[]> {
  const items: Verified[] = []
  let [same, gone] = [0, 0]
  for (const { path, sha256 } of segments) {
    const found = await hashedSegment(join(dir, path)).catch(unless('ENOENT'))
    if (found === undefined) gone += 1
    else if (found.sha256 === sha256) same += 1
    else items.push({ what: path, state: 'unequal', says: `it was altered: its hash is ${found.sha256}` })
  }
  if (same > 0) items.push({ what: 'Files of the landing', state: 'equal', says: count(same, 'file') })
  if (gone > 0)
    items.push({ what: 'Files of the landing', state: 'other', says: `${count(gone, 'file')} made into larger ones since, or missing` })
  return items
}

function definitionItems({ sql, contracts, format, code, engine }: Certificate): Verified[] {
  const here = new Map(sqlHashes().map(({ file, sha256 }) => [file, sha256]))
  const changed = sql.filter(({ file, sha256 }) => here.get(file) !== sha256)
  const missing = [...here.keys()].filter((name) => !sql.some(({ file }) => file === name))
  return [
    ...changed.map(({ file }) => ({ what: file, state: 'unequal' as const, says: 'the SQL is another one here' })),
    ...missing.map((file) => ({ what: file, state: 'unequal' as const, says: 'the certificate does not know this SQL' })),
    ...(changed.length + missing.length === 0 ? [{ what: 'Files of SQL', state: 'equal' as const, says: count(sql.length, 'file') }] : []),
    equality(
      'Contract and tables',
      contracts.join() === CONTRACTS.join() && format === FORMAT,
      contracts.join(', '),
      `here ${CONTRACTS.join(', ')}, tables of form ${FORMAT}`,
    ),
    code === VERSION && engine === ENGINE
      ? { what: 'Code', state: 'equal', says: `${code}, ${engine}` }
      : { what: 'Code', state: 'other', says: `issued by ${code} with ${engine}, looked at by ${VERSION} with ${ENGINE}` },
  ]
}

function figureItems(issued: Certificate, built: Built): Verified[] {
  const made = new Map(built.marts.map((mart) => [mart.name, mart]))
  const names = new Set([...issued.marts.map(({ name }) => name), ...made.keys()])
  const mart = (name: string): Verified => {
    const [was, is] = [issued.marts.find((each) => each.name === name), made.get(name)]
    const isEqual = was !== undefined && was.sha256 === is?.sha256 && was.rows === is.rows
    return equality(
      `Mart ${name}`,
      isEqual,
      count(was?.rows ?? 0, 'row'),
      `${was?.rows ?? 'no'} rows were issued, ${is?.rows ?? 'none'} are made here`,
    )
  }
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  return [
    equality('Journal', issued.head === built.head, `positions 1 to ${issued.position}`, `what landed comes to ${built.head}`),
    equality('Dead letters', built.deadLettersBelow === 0, 'none', count(built.deadLettersBelow, 'event')),
    equality(
      'Versions',
      issued.events === built.events && issued.payouts === built.payouts,
      `${count(issued.payouts, 'payout')}, each from 1 on without a gap`,
      `${built.events} events of ${built.payouts} payouts are here`,
    ),
    equality(
      'Control totals',
      same(issued.controlTotals, built.controlTotals),
      totals(issued.controlTotals),
      `here ${totals(built.controlTotals)}`,
    ),
    equality('Sums', same(issued.sums, built.sums), count(issued.sums.length, 'currency'), 'others here'),
    ...[...names].map(mart),
  ]
}

async function answerItems({ question, parameters, rows, result }: Proof, { written }: Built): Promise<Verified[]> {
  const store = await openToRead(written)
  try {
    const again = await askQuestion(store.connection, question, parameters)
    return [
      equality('The figure’s hash', resultOf(rows) === result, result, `the rows come to ${resultOf(rows)}`),
      equality(
        'The figure',
        resultOf(again) === resultOf(rows),
        count(rows.length, 'row'),
        `asked again it has ${count(again.length, 'row')}, ${resultOf(again)}`,
      ),
    ]
  } finally {
    store.close()
  }
}

async function damagedItems(dir: string, { era }: Certificate): Promise<Verified[]> {
  return (await listDamaged(dir, era)).map(({ path, reason }) => ({ what: path, state: 'unequal', says: reason }))
}

const totals = (all: Certificate['controlTotals']): string =>
  all.map(({ currency, amountMinor }) => `${currency} ${amountMinor}`).join(', ') || 'none'
