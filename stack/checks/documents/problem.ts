/** What is wrong in a document, and in which line. */
export type Problem = { line: number; what: string }
