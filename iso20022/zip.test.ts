import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '@/stack/test-runner/cpu-time'
import { readBankFile } from './report'

const REPORT =
  '<Document><CstmrPmtStsRpt><GrpHdr><MsgId>S1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>'

type Member = { name: string; content: Buffer; says?: { bytes?: number; sum?: number }; flags?: number }

/** An archive with central directory, as zip programs write it; a member may say something false of itself. */
function zip(...members: Member[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, says, flags = 0 } of members) {
    const packed = deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(says?.sum ?? crc32(content), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(says?.bytes ?? content.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const where = Buffer.alloc(14)
    where.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, where, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end])
}

const member = (name: string, content: string | Buffer = REPORT): Member => ({ name, content: Buffer.from(content) })
const read = async (archive: Uint8Array) =>
  (await readBankFile(archive, 'a.zip')).documents.map(({ place, report }) => [
    place,
    report.kind === 'unreadable' ? report.reason : report.messageId,
  ])

describe('a zip archive from a bank', () => {
  it('leaves out what macOS keeps of its own beside the files', async () =>
    expect(
      await read(zip(member('march/S1.xml'), member('__MACOSX/march/._S1.xml', 'AppleDouble'), member('march/.DS_Store', 'Bud1'))),
    ).toEqual([['a.zip: march/S1.xml', 'S1']]))

  it('gives its files in their order, with folders; what is none of ours is listed by name', async () =>
    expect(
      await read(
        zip(
          member('in/'),
          member('in/b.xml'),
          member('a.xml', '<Invoice/>'),
          member('readme.txt', 'Dear customer'),
          member('more.zip', zip(member('x.xml'))),
        ),
      ),
    ).toEqual([
      ['a.zip: in/b.xml', 'S1'],
      ['a.zip: a.xml', '<Invoice> is not a file type that banks send'],
      ['a.zip: readme.txt', expect.stringContaining('not an XML file')],
      ['a.zip: more.zip', expect.stringContaining('archive within an archive')],
    ]))

  it('gives a file the same hash as if it had come by itself', async () => {
    const [zipped] = (await readBankFile(zip(member('a.xml')), 'a.zip')).documents
    const [plain] = (await readBankFile(Buffer.from(REPORT), 'a.xml')).documents
    expect(zipped?.sha256).toBe(plain?.sha256)
  })

  it.each<[string, Uint8Array, unknown[]]>([
    ['empty', zip(), [['a.zip', 'the archive holds no files']]],
    ['cut in the middle', zip(member('a.xml')).subarray(0, 100), [['a.zip', expect.stringContaining('damaged')]]],
    [
      'with a wrong checksum',
      zip({ ...member('a.xml'), says: { sum: 1 } }, member('b.xml')),
      [
        ['a.zip: a.xml', expect.stringContaining('checksum')],
        ['a.zip: b.xml', 'S1'],
      ],
    ],
    [
      'with a file longer than it says',
      zip({ ...member('a.xml'), says: { bytes: 10 } }),
      [['a.zip: a.xml', expect.stringContaining('cannot be unpacked')]],
    ],
    ['that is encrypted', zip({ ...member('a.xml'), flags: 1 }), [['a.zip: a.xml', 'it is encrypted']]],
    ['that leads out of its folder', zip(member('../../a.xml')), [['a.zip', expect.stringContaining('damaged')]]],
    [
      'with too many files',
      zip(...Array.from({ length: 1_001 }, (_, n) => member(`${n}.txt`, ''))).subarray(0),
      expect.arrayContaining([['a.zip', expect.stringContaining('more than 1000 files')]]) as unknown as unknown[],
    ],
  ])('%s says so', async (_what, archive, expected) => expect(await read(archive)).toEqual(expected))

  it('that is a bomb is refused by its directory, or where a file is longer than an XML file may be', async () => {
    const bomb = member('bomb.xml', Buffer.alloc(100 * 1024 * 1024, 0x20))
    const refused = async () => expect((await read(zip(bomb, bomb, bomb))).at(-1)).toEqual(['a.zip', 'the archive holds more than 256 MB'])
    expect(await cpuMs(refused)).toBeLessThan(60_000)
  })
})
