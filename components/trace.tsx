/** The identifier under which the server logged what went wrong; nothing when there is none. */
export function Trace({ id }: { id: string | null | undefined }) {
  return id ? (
    <span className="text-xs text-muted">
      Trace <code className="mono select-all">{id}</code>
    </span>
  ) : null
}
