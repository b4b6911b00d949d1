/** Rows of the published marts, with what they cover. */
import { z } from 'zod'
import { minorUnits } from './amount'

export const feeRow = z.strictObject({
  month: z.string(),
  corridor: z.string(),
  currency: z.string(),
  chargeCurrency: z.string().nullable(),
  payouts: z.int(),
  charged: z.int(),
  feeUnknown: z.int(),
  feeMinor: minorUnits,
  returnFeeMinor: minorUnits,
  volumeMinor: minorUnits,
  chargedVolumeMinor: minorUnits.nullable(),
})

export const countryRow = z.strictObject({
  month: z.string(),
  country: z.string(),
  currency: z.string(),
  status: z.string(),
  payouts: z.int(),
  amountMinor: minorUnits,
})

const coverage = z.strictObject({ position: z.string(), coveredUntil: z.string().nullable(), complete: z.boolean() })

export const fees = z.strictObject({ rows: z.array(feeRow), coverage })

export const countries = z.strictObject({ rows: z.array(countryRow), coverage })
