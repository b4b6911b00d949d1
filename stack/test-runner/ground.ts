/** What the test files of one run share, handed from the runner's process to theirs. */
export type TestGround = {
  env: Record<string, string>
  /** Begins the name of every database, topic and index of this run. */
  run: string
  /** The migrated database that test databases are copied from. */
  template: string
  folder: string
}

declare module 'vitest' {
  interface ProvidedContext {
    ground: TestGround
  }
}
