/** Something about this machine or its configuration that a person can put right; the message is one clear sentence and is shown without a stack. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem'
}
