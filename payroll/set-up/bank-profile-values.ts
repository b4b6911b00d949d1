/** A `bank_profile profile` as one JSON value, in the form of `BankProfileValues`. */
import { Prisma } from '@/prisma/connect'

export const PROFILE_VALUES = Prisma.sql`jsonb_build_object('name', profile.name, 'cutOff', to_char(profile.cut_off, 'HH24:MI'), 'timeZone', profile.time_zone,
  'releaseAfterSeconds', profile.release_after_seconds,
  'releaseOpens', CASE WHEN profile.release_opens IS NULL THEN NULL
    ELSE jsonb_build_object('daysBefore', profile.release_days_before, 'time', to_char(profile.release_opens, 'HH24:MI')) END,
  'closedDays', to_jsonb(profile.closed_days), 'version', profile.pain_version, 'umlauts', profile.umlauts, 'addresses', profile.addresses,
  'salary', profile.category_purpose IS NOT NULL, 'batchBooking', profile.batch_booking, 'nonSepa', profile.non_sepa)`
