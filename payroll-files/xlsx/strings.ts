/** The texts of a workbook, which its cells name by number (ECMA-376 part 1, 18.4). */
import { UnreadableFile } from '../unreadable-file'
import type { Workbook } from './workbook'
import { parseWhole } from './xml'

/** 100,000 rows with ten texts of their own each, and what they weigh together: more would not fit the reader's memory. */
const TEXTS_MAX = 1_000_000
const BYTES_MAX = 60_000_000

/** Kept as bytes end to end: as strings, 400,000 texts of 20 letters held 100 MB, this way they hold 10. */
export class SharedTexts {
  #bytes = Buffer.alloc(1024 * 1024)
  #ends = new Uint32Array(16 * 1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#count === 0 ? 0 : (this.#ends[this.#count - 1] ?? 0)
  }

  add(text: string): void {
    const from = this.bytes
    const length = Buffer.byteLength(text)
    while (from + length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)])
    if (this.#count === this.#ends.length) {
      const longer = new Uint32Array(2 * this.#ends.length)
      longer.set(this.#ends)
      this.#ends = longer
    }
    this.#bytes.write(text, from, length, 'utf8')
    this.#ends[this.#count] = from + length
    this.#count += 1
  }

  /** The text of this number, '' where there is none. */
  get(index: number): string {
    if (!(index >= 0 && index < this.#count)) return ''
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index])
  }
}

/** A workbook's shared strings (ECMA-376 part 1, section 18.4), without phonetic hints. @throws UnreadableFile for more text than a payroll has. */
export async function readStrings({ archive, strings }: Workbook): Promise<SharedTexts> {
  const texts = new SharedTexts()
  if (strings === null) return texts
  let text = ''
  let inText = false
  let phonetic = 0
  await parseWhole(archive.read(strings), {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic += 1
      else if (name === 't') inText = phonetic === 0
    },
    text: (piece) => {
      if (inText) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic -= 1
      if (name !== 'si') return
      if (texts.count >= TEXTS_MAX || texts.bytes + text.length > BYTES_MAX)
        throw new UnreadableFile('This workbook holds far more text than a payroll needs: copy the payroll alone into a new workbook.')
      texts.add(text)
    },
  })
  return texts
}
