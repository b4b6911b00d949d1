/** Whether the file that readers look at holds what its certificate says, row by row, where it still lies there. */
import type { Built } from './build-marts'
import type { Certificate } from './certificate'
import { openToWrite, quoted, rowsOf } from './duckdb'
import { publishedFile } from './manifest'
import { firstLine, type Verified } from './verified'
import { inspect } from './written'

/** One line for the file, and one for each of its tables that is not what was made again. */
export async function comparePublished(dir: string, { file, marts }: Certificate, { written }: Built): Promise<Verified[]> {
  const path = publishedFile(dir, { file: file.name })
  const found = await inspect(path)
  const what = `Published file ${file.name}`
  if (found === null) return [{ what, state: 'other', says: 'a newer one took its place' }]
  if (found.sha256 === file.sha256) return [{ what, state: 'equal', says: `${found.bytes} bytes` }]
  const items: Verified[] = [{ what, state: 'unequal', says: `it was altered: its hash is ${found.sha256}` }]
  const store = await openToWrite(':memory:', '')
  try {
    await store.connection.run(`ATTACH ${quoted(path)} AS published (READ_ONLY); ATTACH ${quoted(written)} AS made (READ_ONLY)`)
    for (const { name } of marts) {
      const [{ lacking = '0', odd = '0' } = {}] = await rowsOf<{ lacking: string; odd: string }>(
        store.connection,
        `SELECT (SELECT count(*) FROM (FROM made.${name} EXCEPT ALL FROM published.${name})) AS lacking,
          (SELECT count(*) FROM (FROM published.${name} EXCEPT ALL FROM made.${name})) AS odd`,
      )
      if (lacking !== '0' || odd !== '0')
        items.push({ what: `Published mart ${name}`, state: 'unequal', says: `${lacking} of its rows are missing, and ${odd} are others` })
    }
  } catch (error) {
    items.push({
      what,
      state: 'unequal',
      says: `it cannot be read: ${firstLine(error)}`,
    })
  } finally {
    store.close()
  }
  return items
}
