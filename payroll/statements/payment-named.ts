/** Which payment a bank names. We write an end-to-end id and an instruction id on each, and a bank may give back either. */

type Names = { endToEndId: string | null; instructionId: string | null }

/** Those of our end-to-end ids that stand in a message. Our instruction ids are the same, so one set answers for both. */
export type Ours = ReadonlySet<string>

export const NAMES_TWO = 'names two of our payments: one by its end-to-end id and another by its instruction id'

/**
 * The end-to-end id of the payment that is named: by its own, or by our instruction id where the end-to-end id is missing or not ours. A bank's own
 * instruction id names nothing; two payments of ours in one place name neither.
 */
export function paymentNamed({ endToEndId, instructionId }: Names, ours: Ours): string | null {
  if (instructionId === null || instructionId === endToEndId || !ours.has(instructionId)) return endToEndId
  return endToEndId !== null && ours.has(endToEndId) ? null : instructionId
}

/** Whether a bank names two of our payments at once, by end-to-end id and InstrId: then it is for a person. */
export const namesTwo = ({ endToEndId, instructionId }: Names, ours: Ours): boolean =>
  endToEndId !== null && instructionId !== null && endToEndId !== instructionId && ours.has(endToEndId) && ours.has(instructionId)

/** The ids that have to be looked up to know: none where the bank gives the same twice, as most do. */
export function idsInQuestion(all: Iterable<Names>): string[] {
  const ids = new Set<string>()
  for (const { endToEndId, instructionId } of all) {
    if (instructionId === null || instructionId === endToEndId) continue
    ids.add(instructionId)
    if (endToEndId !== null) ids.add(endToEndId)
  }
  return [...ids]
}
