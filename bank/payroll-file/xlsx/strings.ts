/** The texts of a workbook, which its cells name by number (ECMA-376 part 1, 18.4). */
import { UnreadableFile } from '../unreadable-file'
import type { Workbook } from './workbook'
import { parseWhole } from './xml'

/** 100,000 rows with ten texts of their own each, and what they weigh together: more would not fit the reader's memory. */
const TEXTS_MAX = 1_000_000
const CHARACTERS_MAX = 40_000_000

export async function readStrings({ archive, strings }: Workbook): Promise<string[]> {
  const texts: string[] = []
  if (strings === null) return texts
  let text = ''
  let inText = false
  let phonetic = 0
  let characters = 0
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
      characters += text.length
      if (texts.length >= TEXTS_MAX || characters > CHARACTERS_MAX)
        throw new UnreadableFile('This workbook holds far more text than a payroll needs: copy the payroll alone into a new workbook.')
      texts.push(text)
    },
  })
  return texts
}
