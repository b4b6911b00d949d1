/** A row after which nothing can be told apart; those before it have been given. */
export class BrokenRow extends Error {
  readonly row: number

  constructor(row: number, sentence: string) {
    super(sentence)
    this.row = row
  }
}
