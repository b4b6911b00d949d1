/** An account in groups of four, as a bank's letter has it: whoever confirms it compares every digit. */
export const inGroups = (account: string): string => account.replace(/(.{4})(?=.)/g, '$1 ')
