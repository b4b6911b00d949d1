/** What a workbook consists of: its sheets, and where its texts and formats lie (ECMA-376 part 1, 18.2). */
import { posix } from 'node:path'
import type { PayrollSource } from '../types'
import { UnreadableFile } from '../unreadable-file'
import { Archive } from './archive'
import { parseWhole } from './xml'

export type Workbook = {
  archive: Archive
  /** Visible worksheets, in the workbook's order. */
  sheets: readonly { name: string; part: string }[]
  strings: string | null
  styles: string | null
  /** Whether days count from 1904, as in workbooks of old Macs. */
  from1904: boolean
}

const SHEETS_MAX = 200

/** Opens it; the caller closes its archive. Throws UnreadableFile. */
export async function openWorkbook(file: PayrollSource): Promise<Workbook> {
  const archive = await Archive.open(file)
  try {
    return await workbookIn(archive)
  } catch (error) {
    archive.close()
    throw error
  }
}

async function workbookIn(archive: Archive): Promise<Workbook> {
  refuseMacros(archive)
  const main = [...(await relationsOf(archive, '')).values()].find(({ type }) => type === 'officeDocument')?.part
  if (!main || !archive.has(main) || !/workbook\w*\.xml$/i.test(main)) throw new UnreadableFile(otherZip(archive, main))
  const relations = await relationsOf(archive, main)
  const sheets: { name: string; part: string }[] = []
  let from1904 = false
  await parseWhole(archive.read(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return
      const relation = relations.get(idIn(attributes))
      if (relation?.type === 'worksheet' && archive.has(relation.part) && sheets.length < SHEETS_MAX)
        sheets.push({ name: attributes.name ?? '', part: relation.part })
    },
    close: () => {},
  })
  if (sheets.length === 0) throw new UnreadableFile('PayLedger cannot read any sheet in this workbook.')
  const partOf = (type: string): string | null => {
    const part = [...relations.values()].find((relation) => relation.type === type)?.part
    return part !== undefined && archive.has(part) ? part : null
  }
  return { archive, sheets, strings: partOf('sharedStrings'), styles: partOf('styles'), from1904 }
}

function refuseMacros(archive: Archive): void {
  for (const name of archive.names)
    if (name.endsWith('vbaproject.bin'))
      throw new UnreadableFile(
        'This workbook contains macros, and PayLedger never opens macros. Save it as "Excel workbook (.xlsx)", without macros.',
      )
}

/** The relations of a part by their id: what kind it is (the last word of its type) and where it lies. '' is the package itself. */
async function relationsOf(archive: Archive, part: string): Promise<Map<string, { type: string; part: string }>> {
  const folder = posix.dirname(part)
  const name = part === '' ? '_rels/.rels' : posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const relations = new Map<string, { type: string; part: string }>()
  if (!archive.has(name)) return relations
  await parseWhole(archive.read(name), {
    open: (tag, { Id, Type, Target, TargetMode }) => {
      if (tag !== 'Relationship' || TargetMode === 'External' || !Id || !Type || !Target) return
      relations.set(Id, {
        type: Type.slice(Type.lastIndexOf('/') + 1),
        part: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target),
      })
    },
    close: () => {},
  })
  return relations
}

/** The relation's id: "r:id" by custom, under any prefix. */
const idIn = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''

function otherZip(archive: Archive, main: string | undefined): string {
  if (main?.endsWith('.bin')) return 'This is a binary workbook (.xlsb): save it as "Excel workbook (.xlsx)" and upload that.'
  if (archive.has('mimetype') && archive.has('content.xml'))
    return 'This is an OpenDocument file: save it as "Excel workbook (.xlsx)" and upload that.'
  if ([...archive.names].some((name) => name.endsWith('.iwa') || name === 'index.zip'))
    return 'This is an Apple Numbers document: export it as Excel or CSV and upload that.'
  return 'This is a zip file, not an Excel workbook. Unpack it and upload the payroll file inside.'
}
