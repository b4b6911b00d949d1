/** XML as the simulated bank writes it. */
import { XMLBuilder } from 'fast-xml-parser'

export type Tree = { [element: string]: string | number | Tree | Tree[] | undefined }

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', processEntities: true })

export function document(namespace: string, content: Tree): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ Document: { '@xmlns': namespace, ...content } })}\n`
}
