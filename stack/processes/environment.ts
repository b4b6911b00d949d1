/** Variables for a process, or to read from; unlike NodeJS.ProcessEnv it does not insist on NODE_ENV, which Next's types add. */
export type Environment = Readonly<Record<string, string | undefined>>

/** libfaketime's, by which `npm run test:dates` gives processes another date. */
const CLOCK = /^(LD_PRELOAD|FAKETIME.*)$/

/** The date that a process was given, for one that is started with few variables. */
export const clockOf = (env: Environment): Environment => Object.fromEntries(Object.entries(env).filter(([name]) => CLOCK.test(name)))

/** Without it: a JVM under libfaketime was not ready after 90 s, and Kafka and Elasticsearch judge nothing by the date. */
export const machineClockOf = (env: Environment): Environment =>
  /faketime/.test(env.LD_PRELOAD ?? '') ? Object.fromEntries(Object.entries(env).filter(([name]) => !CLOCK.test(name))) : env
