/** One document of the index as a payout: what it says, and where it is not what the writer makes of that. */
import { canonicalTexts } from '@/events/canonical'
import type { FieldDifference, HeldPayout } from '@/events/held-copy'
import { type PayoutState, readPayoutState } from '@/events/read-event'
import { storedOf } from './document'

type Document = Record<string, unknown>

/** Whether a document, found under `id`, is to the byte what the writer makes of the state inside. */
export function isUnaltered(id: string, document: Document, state: PayoutState | null): boolean {
  return state?.id === id && JSON.stringify(expectedOf(document)) === JSON.stringify(document)
}

/** The state inside a document; null when it is none. */
export const stateIn = (document: Document): PayoutState | null => readPayoutState(document.state)

/** A document read back. One of an older definition has other fields: of it only the state counts. */
export function readBack(id: string, document: Document, isOlder: boolean): HeldPayout {
  const state = stateIn(document)
  const altered = state === null || isOlder || isUnaltered(id, document, state) ? [] : differences(id, document)
  return { id, texts: state?.id === id ? canonicalTexts(state) : null, altered }
}

/** The position a document stands at; null when it names none. */
export const positionIn = ({ position }: Document): bigint | null =>
  typeof position === 'string' && /^\d{1,18}$/.test(position) ? BigInt(position) : null

/** As the writer would make it of the state as it came; a position is believed here, for only the ledger knows what moved when. */
const expectedOf = (document: Document): Document => storedOf(document.state as PayoutState, String(positionIn(document)))

function differences(id: string, document: Document): FieldDifference[] {
  const expected: Document = { ...expectedOf(document), id }
  const fields = new Set([...Object.keys(expected), ...Object.keys(document)])
  const found = [...fields].flatMap((field) => {
    const [should, is] = [textOf(expected[field]), textOf(document[field])]
    return should === is ? [] : [{ field: `document.${field}`, expected: should, actual: is }]
  })
  // The same fields in another order: somebody wrote it who is not the projector.
  return found.length > 0 ? found : [{ field: 'document', expected: 'as the projector writes it', actual: 'its fields in another order' }]
}

const textOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)
