/**
 * What a text from people, files and banks may hold before the ledger takes it: well-formed Unicode without control characters. Half a surrogate pair
 * in a reason made an event that DuckDB refused for ever; a NUL is refused by Postgres.
 */

/** Line breaks and tabs are white space and may stay. Direction overrides make a text read as another; U+FFFE and U+FFFF are no characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_PLAIN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/u
const EACH_NOT_PLAIN = new RegExp(NOT_PLAIN, 'gu')

/** What is wrong with a text, to be read after "This contains", or null. */
export function plainTextProblem(text: string): string | null {
  const found = NOT_PLAIN.exec(text)?.[0]
  if (found === undefined) return null
  if (found === '\0') return 'a NUL byte'
  if (/\p{Cs}/u.test(found)) return 'half of a character, such as an emoji that was cut'
  return 'a control character or invisible mark'
}

/** The text with U+FFFD, the mark of a lost letter, for whatever it may not hold: of texts that nobody can be asked about. */
export const plainText = (text: string): string => (NOT_PLAIN.test(text) ? text.replace(EACH_NOT_PLAIN, '\ufffd') : text)

/** JSON whose texts are plain, for what was read from a file. */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? plainText(each) : each))

export type TextProblem = { field: string; reason: string }

/** Every text within a value that may not stand in the ledger, by its path: "mapping.fields.account.header". Without recursion: input decides its depth. */
export function textProblems(value: unknown): TextProblem[] {
  const problems: TextProblem[] = []
  const open: [path: string, value: unknown][] = [['', value]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, each] = next
    if (typeof each === 'string') {
      const problem = plainTextProblem(each)
      if (problem !== null) problems.push({ field: path, reason: `This contains ${problem}. Type it again.` })
    } else if (typeof each === 'object' && each !== null) {
      for (const [name, inner] of Object.entries(each)) open.push([path === '' ? name : `${path}.${name}`, inner])
    }
  }
  return problems.reverse()
}
