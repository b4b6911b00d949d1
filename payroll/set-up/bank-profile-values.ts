/** A bank profile's row and `BankProfileValues`, each from the other. */
import { Prisma } from '@/prisma/connect'
import type { BankProfileValues } from './change'

/** Of a `bank_profile profile`, as one JSON value. */
export const PROFILE_VALUES = Prisma.sql`jsonb_build_object('name', profile.name, 'cutOff', to_char(profile.cut_off, 'HH24:MI'), 'timeZone', profile.time_zone,
  'releaseAfterSeconds', profile.release_after_seconds,
  'releaseOpens', CASE WHEN profile.release_opens IS NULL THEN NULL
    ELSE jsonb_build_object('daysBefore', profile.release_days_before, 'time', to_char(profile.release_opens, 'HH24:MI')) END,
  'closedDays', to_jsonb(profile.closed_days), 'version', profile.pain_version, 'umlauts', profile.umlauts, 'addresses', profile.addresses,
  'salary', profile.category_purpose IS NOT NULL, 'batchBooking', profile.batch_booking, 'nonSepa', profile.non_sepa)`

export const PROFILE_COLUMNS = Prisma.sql`name, cut_off, time_zone, release_after_seconds, release_opens, release_days_before, closed_days, pain_version, umlauts,
  addresses, category_purpose, batch_booking, non_sepa`

/** The values of these columns, in their order. */
export const profileRow = (
  profile: BankProfileValues,
): Prisma.Sql => Prisma.sql`${profile.name}, ${profile.cutOff}::time, ${profile.timeZone},
  ${profile.releaseAfterSeconds}::int, ${profile.releaseOpens?.time ?? null}::time, ${profile.releaseOpens?.daysBefore ?? null}::int,
  ${[...profile.closedDays].sort()}::date[], ${profile.version}, ${profile.umlauts}, ${profile.addresses}::boolean,
  ${profile.salary ? 'SALA' : null}::text, ${profile.batchBooking}::boolean, ${profile.nonSepa}::boolean`
