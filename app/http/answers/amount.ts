/** Amounts of money in answers. */
import { z } from 'zod'

/** A whole number of minor units, such as cents, as a text: a JSON number loses digits. */
export const minorUnits = z.string().regex(/^-?\d+$/)
