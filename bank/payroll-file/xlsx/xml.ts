/** The XML inside workbooks, as events: namespaces' prefixes dropped, no document types, no depth. */
import { SaxesParser } from 'saxes'
import { UnreadableFile } from '../unreadable-file'

const DEPTH_MAX = 40
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
  parser.on('opentag', ({ name, attributes }) => {
    if (names.length >= DEPTH_MAX) throw new UnreadableFile(DAMAGED)
    const local = name.slice(name.indexOf(':') + 1)
    names.push(local)
    events.open(local, attributes as Record<string, string>)
  })
  parser.on('closetag', () => events.close(names.pop() ?? ''))
  if (events.text) {
    parser.on('text', events.text)
    parser.on('cdata', events.text)
  }
  const refuse = (): never => {
    throw new UnreadableFile(DAMAGED)
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}

/** A whole part at once, for the small ones. */
export async function parseWhole(bytes: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  for await (const _ of parseXml(bytes, events));
}
