-- Everything that banks charged for booked payouts, each thing as a row of its own and in its own currency, in the month of its own booking: a return's charge
-- comes later than the payment's. `kind` is 'payment' or 'return'. Where the bank gave no day, the one on which its file was read counts, in its own zone; of old
-- events, which do not have that, in UTC. What stands here is what each payout's newest version says: a charge that a later version no longer has was reversed,
-- and is not here; both versions stand in payout_changes. What two files told of one charge the ledger has counted once.
-- `counts` marks the currency of charges under which the payout itself is counted: its own before others, and of those the first.
CREATE TABLE payout_charges AS
WITH told AS (
  SELECT id, company_id, corridor, currency, settled_at::DATE AS settled_day, booked_on, returned_on, settled_on, came_back_on, unnest(charges) AS charge
  FROM payout_facts
  WHERE settled_at IS NOT NULL AND charges IS NOT NULL
), firsts AS (
  SELECT *, min(CASE WHEN charge['for'] = 'return' THEN NULL WHEN charge['currency'] = currency THEN '' ELSE charge['currency'] END) OVER (PARTITION BY id) AS first_currency
  FROM told
), lines AS (
  SELECT id, company_id, corridor, currency, charge['for'] AS kind, charge['currency'] AS charge_currency, charge['amount_minor'] AS amount_minor,
    coalesce(charge['booked_on'], CASE WHEN charge['for'] = 'return' THEN coalesce(returned_on, came_back_on) ELSE booked_on END, settled_on, settled_day) AS day,
    coalesce(nullif(first_currency, ''), currency) = charge['currency'] AS counts
  FROM firsts
  UNION ALL
  SELECT id, company_id, corridor, currency, 'payment' AS kind, currency AS charge_currency, fee_minor AS amount_minor,
    coalesce(booked_on, settled_on, settled_at::DATE) AS day, true AS counts
  FROM payout_facts
  WHERE settled_at IS NOT NULL AND charges IS NULL AND fee_minor IS NOT NULL
)
SELECT id AS payout_id, company_id, corridor, currency, kind, charge_currency, amount_minor, day AS booked_on, date_trunc('month', day)::DATE AS month, counts
FROM lines;
