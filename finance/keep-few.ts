/** A few things that take long to make, kept while somebody asks for them: those asked for last, each made once, and one at a time. */
import { AskedTooMuch } from './questions/within-limit'

export type Few<T> = {
  /** Makes what belongs to the key, unless it is there, and works with it; it stays at least so long. @throws AskedTooMuch while too many wait for theirs. */
  use<R>(key: string, make: () => Promise<T>, work: (value: T) => Promise<R>): Promise<R>
  close(): void
}

type Kept<T> = { made: Promise<T>; users: number; isOut: boolean; idle?: NodeJS.Timeout }

/** @param waiting how many may be made or wait to be; `idleMs` later without a question one is let go of. */
export function keepFew<T>(limits: { most: number; waiting: number; idleMs: number; drop: (value: T) => void }): Few<T> {
  const kept = new Map<string, Kept<T>>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const letGo = (key: string, each: Kept<T>) => {
    if (kept.get(key) === each) kept.delete(key)
    clearTimeout(each.idle)
    each.isOut = true
    if (each.users === 0) each.made.then(limits.drop, () => {})
  }

  function begin(key: string, make: () => Promise<T>): Kept<T> {
    if (waiting >= limits.waiting) throw new AskedTooMuch(0)
    waiting += 1
    const made = last.then(make).finally(() => (waiting -= 1))
    last = made.catch(() => {})
    const each: Kept<T> = { made, users: 0, isOut: false }
    made.catch(() => letGo(key, each))
    return each
  }

  return {
    async use(key, make, work) {
      const each = kept.get(key) ?? begin(key, make)
      clearTimeout(each.idle)
      each.users += 1
      kept.delete(key)
      kept.set(key, each)
      for (const [oldest, other] of [...kept].slice(0, Math.max(0, kept.size - limits.most))) letGo(oldest, other)
      try {
        return await work(await each.made)
      } finally {
        each.users -= 1
        if (each.users === 0 && each.isOut) each.made.then(limits.drop, () => {})
        else if (each.users === 0) each.idle = setTimeout(() => letGo(key, each), limits.idleMs).unref()
      }
    },
    close() {
      for (const [key, each] of [...kept]) letGo(key, each)
    },
  }
}
