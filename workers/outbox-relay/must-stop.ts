/** Why the relay must not go on. It is not tried again: a person has to look. */
export class MustStop extends Error {
  constructor(why: string) {
    super(`The relay stops: ${why}.`)
  }
}

/** The journal and Kafka no longer tell one history. */
export class HistoryBroken extends MustStop {
  constructor(why: string) {
    super(`${why}; the events need a new era, and the command for that, npx payledger ops adopt-database, is not available yet`)
  }
}
