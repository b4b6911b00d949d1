import { join } from 'node:path'
import { type Opened, openToWrite } from '../duckdb'
import type { Mending } from '../mending'

/** Does work on segments with a store in memory of its own, while nobody else changes them. */
export const aloneWithStore =
  (dir: string, mending: Mending) =>
  <T>(work: (store: Opened) => Promise<T>): Promise<T> =>
    mending.alone(async () => {
      const store = await openToWrite(':memory:', join(dir, 'spill'))
      try {
        return await work(store)
      } finally {
        store.close()
      }
    })
