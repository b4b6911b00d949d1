-- migrate:up

-- When the bank booked a payment and from when it counts, what it took on the account in the account's own currency, and what it charged: facts of the
-- bank's, kept as it told them. Charges are an object of minor units by currency, {"EUR": "1500"}: never one number, for they are in several.
ALTER TABLE bank_claim
  ADD COLUMN value_date date,
  ADD COLUMN charges jsonb,
  -- The part of them that is within the amount that moved.
  ADD COLUMN charges_inside jsonb,
  ADD COLUMN account_amount_minor bigint,
  ADD COLUMN account_currency text,
  ADD COLUMN exchange_rate text;
UPDATE bank_claim SET charges = jsonb_build_object(currency, fee_minor::text) WHERE fee_minor IS NOT NULL AND currency IS NOT NULL;
ALTER TABLE bank_claim DROP COLUMN fee_minor;
ALTER TABLE bank_claim DROP CONSTRAINT bank_claim_kind_check;
ALTER TABLE bank_claim ADD CONSTRAINT bank_claim_kind_check
  CHECK (kind IN ('booking', 'batch', 'unnamed', 'summary', 'return', 'credit', 'charge', 'rejection', 'answer', 'note'));

-- Null in what was answered before: then the day its file was read is all that is known, and fee_minor is the only charge.
ALTER TABLE settlement_instruction
  ADD COLUMN booked_on date,
  ADD COLUMN value_date date,
  ADD COLUMN charges jsonb,
  ADD COLUMN account_amount_minor bigint,
  ADD COLUMN account_currency text,
  ADD COLUMN exchange_rate text,
  ADD COLUMN returned_on date,
  ADD COLUMN return_charges jsonb;

-- What two files tell of the same charges: of each currency the most, whichever came first.
CREATE FUNCTION charges_more(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN a IS NULL OR a = b THEN b WHEN b IS NULL THEN a ELSE (
    SELECT jsonb_object_agg(currency, minor::text) FROM (
      SELECT currency, max(minor::bigint) AS minor
      FROM (SELECT * FROM jsonb_each_text(a) x(currency, minor) UNION ALL SELECT * FROM jsonb_each_text(b)) both_told
      GROUP BY currency) most) END
$$;
CREATE AGGREGATE charges_most(jsonb) (SFUNC = charges_more, STYPE = jsonb, PARALLEL = SAFE);

-- `own` are charges booked as entries of their own: what was told beside the amount may be the same ones, what was inside it is not.
CREATE FUNCTION charges_with_own(told jsonb, inside jsonb, own jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN own IS NULL THEN told ELSE (
    SELECT jsonb_object_agg(currency, (within + greatest(coalesce((told ->> currency)::bigint, 0) - within, coalesce((own ->> currency)::bigint, 0)))::text)
    FROM (SELECT currency, coalesce((inside ->> currency)::bigint, 0) AS within FROM (
      SELECT jsonb_object_keys(coalesce(told, '{}')) AS currency UNION SELECT jsonb_object_keys(own)) named) each_currency) END
$$;

-- migrate:down
DROP FUNCTION charges_with_own;
DROP AGGREGATE charges_most(jsonb);
DROP FUNCTION charges_more;
ALTER TABLE settlement_instruction
  DROP COLUMN booked_on, DROP COLUMN value_date, DROP COLUMN charges, DROP COLUMN account_amount_minor, DROP COLUMN account_currency,
  DROP COLUMN exchange_rate, DROP COLUMN returned_on, DROP COLUMN return_charges;
ALTER TABLE bank_claim ADD COLUMN fee_minor bigint;
UPDATE bank_claim SET fee_minor = (charges ->> currency)::bigint WHERE charges ? currency;
ALTER TABLE bank_claim
  DROP COLUMN value_date, DROP COLUMN charges, DROP COLUMN charges_inside, DROP COLUMN account_amount_minor, DROP COLUMN account_currency, DROP COLUMN exchange_rate;
