type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: object }

export type OperationSpec = {
  description?: string
  'x-permission'?: string
  parameters?: readonly Parameter[]
  requestBody?: { content: Readonly<Record<string, { schema: object }>> }
  responses: Readonly<Record<string, { description?: string; content?: Readonly<Record<string, { schema?: object }>> }>>
}

/** One route: what it takes, and with what it answers. */
export function Operation({ method, path, spec }: { method: string; path: string; spec: OperationSpec }) {
  const [type, body] = Object.entries(spec.requestBody?.content ?? {})[0] ?? []
  return (
    <details className="px-3.5 py-2">
      <summary className="cursor-pointer list-none rounded-md">
        <span className="mono font-semibold">{method}</span> <span className="mono [overflow-wrap:anywhere]">{path}</span>
        {spec.description && <span className="block text-xs text-muted">{spec.description}</span>}
      </summary>
      <div className="mt-2 grid gap-3 text-sm">
        <p>Needs: {needs(spec)}</p>
        <Parameters parameters={spec.parameters ?? []} />
        {body && <Shape title={`Body, ${type}`} schema={body.schema} />}
        {Object.entries(spec.responses).map(([status, { description, content }]) => {
          const schema = content?.['application/json']?.schema
          return schema ? (
            <Shape key={status} title={`${status} ${description ?? ''}`} schema={schema} />
          ) : (
            <p key={status}>
              <span className="num font-[550]">{status}</span> <span className="text-muted">{description}</span>
            </p>
          )
        })}
      </div>
    </details>
  )
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null
  return (
    <ul className="grid gap-1">
      {parameters.map(({ name, in: where, required, description }) => (
        <li key={`${where} ${name}`}>
          <span className="mono">{name}</span> <span className="text-muted">{`${where}${required ? ', required' : ''}`}</span>
          {description && <span className="block text-xs text-muted">{description}</span>}
        </li>
      ))}
    </ul>
  )
}

const needs = ({ 'x-permission': permission }: OperationSpec): string => {
  if (permission === undefined) return 'nothing, anyone may ask'
  if (permission === 'anyone') return 'to be signed in, or an API key'
  return permission === 'signed-in' ? 'to be signed in with a browser' : `the permission ${permission}`
}

function Shape({ title, schema }: { title: string; schema: object }) {
  return (
    <div>
      <p className="font-[550]">{title}</p>
      <pre className="mono mt-1 rounded-md bg-sunken p-2.5 text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
        {JSON.stringify(schema, null, 1)}
      </pre>
    </div>
  )
}
