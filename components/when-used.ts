/** Parts that a page needs only once somebody does something. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
const RETRY_MS = 1_000

/**
 * A loader for `dynamic()`. It loads at the first sign that somebody uses the page, so that the part is there when it is asked for, also if the server
 * no longer answers then; what could not be loaded is tried again.
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
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
