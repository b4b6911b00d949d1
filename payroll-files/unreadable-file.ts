/** What a payroll file turns out to be while it is read, in one sentence for a payroll clerk. Thrown inside this folder only, and caught in it. */
export class UnreadableFile extends Error {}
