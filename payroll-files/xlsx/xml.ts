/** The XML inside workbooks, as events: namespaces' prefixes dropped, no document types, no depth. */
import { SaxesParser } from 'saxes'
import { UnreadableFile } from '../unreadable-file'

const DEPTH_MAX = 40
/** Of one text, tag or comment. Excel keeps 32,767 characters in a cell; a text without end is gathered by the parser, which says nothing of it until then. */
const TEXT_BYTES_MAX = 1024 * 1024
const TOO_LONG = 'One cell of this workbook holds more text than Excel itself keeps: copy the payroll alone into a new workbook.'
const DAMAGED = 'This workbook is damaged: open it in Excel, save it again and upload that.'

export type XmlEvents = {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void
  close: (name: string) => void
  text?: (text: string) => void
}

/** Hands a part's XML to `events`, and control back after each piece, so that what was collected can be passed on. */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false })
  const decoder = new TextDecoder('utf-8')
  const names: string[] = []
  let sinceTag = 0
  let text = 0
  parser.on('opentag', ({ name, attributes }) => {
    sinceTag = text = 0
    if (names.length >= DEPTH_MAX) throw new UnreadableFile(DAMAGED)
    const local = name.slice(name.indexOf(':') + 1)
    names.push(local)
    events.open(local, attributes as Record<string, string>)
  })
  parser.on('closetag', () => {
    sinceTag = text = 0
    events.close(names.pop() ?? '')
  })
  const take = (piece: string): void => {
    text += piece.length
    if (text > TEXT_BYTES_MAX) throw new UnreadableFile(TOO_LONG)
    events.text?.(piece)
  }
  parser.on('text', take)
  parser.on('cdata', take)
  const refuse = (): never => {
    throw new UnreadableFile(DAMAGED)
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  for await (const chunk of bytes) {
    sinceTag += chunk.length
    parser.write(decoder.decode(chunk, { stream: true }))
    if (sinceTag > TEXT_BYTES_MAX) throw new UnreadableFile(TOO_LONG)
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}

/** A whole part at once, for the small ones. */
export async function parseWhole(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  for await (const _ of parseXml(bytes, events));
}
