/** Why the relay must not go on. It is not tried again: a person has to look. */
export class MustStop extends Error {
  constructor(why: string) {
    super(`The relay stops: ${why}.`)
  }
}

/** The ledger is not the one that Kafka's events were published from. */
export class HistoryBroken extends MustStop {
  constructor(why: string) {
    super(`${why}; to continue with this ledger its events need a new era: npx payledger adopt-database`)
  }
}

/** The bank gateway finds that the ledger is not the one payments were made from. When it goes on, so does a relay that is started. */
export class ToldByGateway extends MustStop {
  constructor(sentence: string) {
    super(`the bank gateway knows another history of this ledger (“${sentence}”)`)
  }
}

/** Kafka has lost what it had acknowledged. No reason to stop: the journal has it, and the next lead begins with looking for what is missing. */
export class KafkaLost extends Error {
  constructor(
    why: string,
    readonly partitions: readonly number[],
  ) {
    super(`${why}; the relay looks for what is missing and sends it again`)
  }
}
