/** A yes or no as people read it. */
export const yesNo = (value: unknown): string => (value === true ? 'yes' : 'no')
