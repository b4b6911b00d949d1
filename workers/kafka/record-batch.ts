/** Messages as the bytes that the broker writes to its log: record batches of Kafka's protocol, magic 2 (KIP-98). */
import { crc32c } from '@node-rs/crc32'

type Bytes = string | Uint8Array

export type BatchRecord = { key: Bytes | null; value: Bytes | null; headers?: Record<string, Bytes>; timestampDelta?: number }

/** `producerId` is -1 without idempotence, of which no batch here makes use. Times are milliseconds since 1970. */
export type BatchFields = { records: readonly BatchRecord[]; firstTimestamp: number; maxTimestamp: number }

const FIXED_BYTES = 61
const CRC_AT = 17
const CRC_FROM = 21

/**
 * One batch of one partition, without compression, made in one piece of memory: the library makes one for each record and each of its headers, zeroes it,
 * and copies it three times.
 */
export function encodeBatch({ records, firstTimestamp, maxTimestamp }: BatchFields): Buffer {
  const parts = records.map(({ headers = {} }) => Object.entries(headers))
  const sizes = records.map((record, index) => bodySize(record, parts[index] ?? [], index))
  const length = sizes.reduce((sum, size) => sum + varintSize(size) + size, FIXED_BYTES)
  const batch = new Writer(Buffer.allocUnsafe(length))
  batch.int64(0) // the broker gives the offset
  batch.int32(length - 12)
  batch.int32(0) // the leader's epoch is the broker's too
  batch.int8(2)
  batch.int32(0) // the checksum of what follows, below
  batch.int16(0)
  batch.int32(records.length - 1)
  batch.int64(firstTimestamp)
  batch.int64(maxTimestamp)
  batch.int64(-1)
  batch.int16(0)
  batch.int32(0)
  batch.int32(records.length)
  for (const [index, record] of records.entries()) {
    batch.varint(sizes[index] ?? 0)
    batch.int8(0)
    batch.varint(record.timestampDelta ?? 0)
    batch.varint(index)
    batch.bytes(record.key)
    batch.bytes(record.value)
    const headers = parts[index] ?? []
    batch.varint(headers.length)
    for (const [name, value] of headers) {
      batch.bytes(name)
      batch.bytes(value)
    }
  }
  batch.buffer.writeUInt32BE(crc32c(batch.buffer.subarray(CRC_FROM)), CRC_AT)
  return batch.buffer
}

function bodySize({ key, value, timestampDelta = 0 }: BatchRecord, headers: readonly [string, Bytes][], index: number): number {
  const before = 1 + varintSize(timestampDelta) + varintSize(index) + sizeWithLength(key) + sizeWithLength(value)
  return headers.reduce((sum, [name, text]) => sum + sizeWithLength(name) + sizeWithLength(text), before + varintSize(headers.length))
}

const sizeOf = (bytes: Bytes): number => (typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length)

function sizeWithLength(bytes: Bytes | null): number {
  if (bytes === null) return 1
  const size = sizeOf(bytes)
  return varintSize(size) + size
}

/** Of a number from 0 on. Zig-zag: 0 is 0, -1 is 1, 1 is 2. */
function varintSize(value: number): number {
  let size = 1
  for (let rest = value * 2; rest > 127; rest = Math.floor(rest / 128)) size += 1
  return size
}

class Writer {
  readonly buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.buffer = buffer
  }

  int8(value: number): void {
    this.#at = this.buffer.writeInt8(value, this.#at)
  }

  int16(value: number): void {
    this.#at = this.buffer.writeInt16BE(value, this.#at)
  }

  int32(value: number): void {
    this.#at = this.buffer.writeInt32BE(value, this.#at)
  }

  int64(value: number): void {
    this.#at = this.buffer.writeBigInt64BE(BigInt(value), this.#at)
  }

  varint(value: number): void {
    let rest = value * 2
    for (; rest > 127; rest = Math.floor(rest / 128)) this.buffer[this.#at++] = (rest % 128) | 128
    this.buffer[this.#at++] = rest
  }

  bytes(bytes: Bytes | null): void {
    if (bytes === null) {
      this.buffer[this.#at++] = 1
      return
    }
    this.varint(sizeOf(bytes))
    if (typeof bytes === 'string') this.#at += this.buffer.write(bytes, this.#at)
    else {
      this.buffer.set(bytes, this.#at)
      this.#at += bytes.length
    }
  }
}
