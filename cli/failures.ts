/** Why a command did not do what it was asked, in lines for people. */

/** It was used in a way that cannot work. */
export class Wrong extends Error {}

/** The server said no (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: {
      title?: string
      detail?: string
      traceId?: string
      errors?: readonly { row: number | null; field: string | null; reason: string }[]
    },
  ) {
    super(body.detail ?? body.title ?? `The server answered with ${status}.`)
  }
}

const ERRORS_SHOWN_MAX = 50

/** One sentence, then what is wrong by row and field. */
export function failureWords(error: unknown): string[] {
  if (!(error instanceof Refusal)) return [wordsOf(error)]
  const { errors = [], traceId } = error.body
  const lines = errors.slice(0, ERRORS_SHOWN_MAX).map(({ row, field, reason }) => {
    const where = [row === null ? null : `row ${row}`, field].filter(Boolean).join(', ')
    return `  ${where ? `${where}: ` : ''}${reason}`
  })
  const more = errors.length > ERRORS_SHOWN_MAX ? [`  and ${errors.length - ERRORS_SHOWN_MAX} more`] : []
  return [error.message, ...lines, ...more, ...(traceId && error.status >= 500 ? [`Trace id ${traceId}`] : [])]
}

/** The codes of libuv and of Postgres (53100) for a disk that is full. */
const DISK_FULL = ['ENOSPC', 'EDQUOT', '53100']

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as { code?: string }
  return code !== undefined && DISK_FULL.includes(code)
    ? `The disk is full, so nothing was kept. Make room and try again. (${error.message})`
    : error.message
}
