/** Variables for a process, or to read from; unlike NodeJS.ProcessEnv it does not insist on NODE_ENV, which Next's types add. */
export type Environment = Readonly<Record<string, string | undefined>>
