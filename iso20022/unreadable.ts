/** What could not be read, and why: a value, so that the file is set aside by name. */
export type Unreadable = { kind: 'unreadable'; reason: string }

/** Why a bank's file cannot be read, in a sentence for people. */
export function unreadable(reason: string): Unreadable {
  return { kind: 'unreadable', reason }
}
