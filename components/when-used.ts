/** Parts that a page needs only once somebody does something. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
const RETRY_MS = 1_000
const RELOAD_AGAIN_MS = 60_000

/**
 * A loader for `dynamic()`. It loads at the first sign that somebody uses the page, so that the part is there when it is asked for, also if the server
 * no longer answers then; what could not be loaded is tried again. A page that lies open while a new version is installed is loaded anew.
 */
export function whenUsed<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | null = null
  const once = (): Promise<Part> => {
    loading ??= patiently(load)
    return loading
  }
  if (typeof document !== 'undefined') {
    const used = () => {
      for (const sign of SIGNS) document.removeEventListener(sign, used)
      void once()
    }
    for (const sign of SIGNS) document.addEventListener(sign, used, { passive: true })
  }
  return once
}

async function patiently<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch {
      if (await isOfOldVersion(load)) reloadOnce()
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

/** The server answers and has not got the part: another version was installed since the page was opened. */
async function isOfOldVersion(load: () => Promise<unknown>): Promise<boolean> {
  const answers = await fetch('/api/health/live', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
  return (
    answers &&
    (await load().then(
      () => false,
      () => true,
    ))
  )
}

const RELOADED = 'payledger-reloaded'

/** Nothing is typed yet: this is the first sign of use. A page that still lacks the part is not loaded again and again. */
function reloadOnce(): void {
  const last = Number(sessionStorage.getItem(RELOADED))
  if (Date.now() - last < RELOAD_AGAIN_MS) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
}
