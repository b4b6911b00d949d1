/** The newest published file, held open: a newer one takes its place between two queries, never within one. */
import { type Connection, type Opened, openToRead } from './duckdb'
import { type Manifest, publishedFile, readManifest } from './manifest'
import { looksAsWritten } from './written'

export type Published = {
  /** Runs `query` on the newest published file, with its manifest; null when nothing has been published. */
  read<T>(query: (connection: Connection, manifest: Manifest) => Promise<T>): Promise<T | null>
  close(): void
}

/** A file made anew has the name of the one that was damaged, hence also when it was built. */
const nameOf = ({ file, builtAt }: Manifest): string => `${file} ${builtAt}`

type Held = { name: string; opened: Opened; readers: number }

/** A file that was named a moment ago may have been removed by newer publications. */
const TRIES = 3

/**
 * Holds the published marts below `dir` open for reading, and changes to a newer publication between two reads; one that is being read stays open
 * until it has been.
 */
export function holdPublished(dir: string): Published {
  let held: Held | null = null
  let opening: Promise<Held> | null = null

  const release = (each: Held) => {
    each.readers -= 1
    if (each.readers === 0) each.opened.close()
  }

  async function open(manifest: Manifest): Promise<Held> {
    const opened = await openToRead(publishedFile(dir, manifest))
    const before = held
    // One reader is this place itself, so a file is closed when it is neither newest nor in use.
    held = { name: nameOf(manifest), opened, readers: 1 }
    if (before) release(before)
    return held
  }

  /** The newest file, counted as in use within the same turn in which it was found open: else a newer one could close it meanwhile. */
  async function take(): Promise<{ file: Held; manifest: Manifest } | null> {
    for (let failures = 0; ; ) {
      const manifest = await readManifest(dir)
      if (manifest === null) return null
      if (!(await looksAsWritten(publishedFile(dir, manifest), manifest)))
        throw new Error('the published file is damaged; it is made again')
      if (held?.name === nameOf(manifest)) {
        held.readers += 1
        return { file: held, manifest }
      }
      opening ??= open(manifest).finally(() => (opening = null))
      await opening.catch((error: unknown) => {
        failures += 1
        if (failures === TRIES) throw error
      })
    }
  }

  return {
    async read(query) {
      const taken = await take()
      if (taken === null) return null
      try {
        const connection = await taken.file.opened.connect()
        try {
          return await query(connection, taken.manifest)
        } finally {
          connection.closeSync()
        }
      } finally {
        release(taken.file)
      }
    },
    close() {
      if (held) release(held)
      held = null
    },
  }
}
