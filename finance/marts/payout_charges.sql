-- Everything that banks charged for booked payouts, each thing by itself and in its own currency, in the month of its own booking: a return's charge comes
-- later than the payment's. Where the bank gave no day, the one on which its file was read counts, in its own zone; of old events, which do not have that, in UTC.
-- `counts` marks the currency of charges under which the payout itself is counted: its own before others, and of those the first.
CREATE TEMP TABLE payout_charges AS
WITH told AS (
  SELECT id, company_id, corridor, currency, settled_at, booked_on, returned_on, settled_on, came_back_on,
    list_min(list_transform(list_filter(charges, lambda each: each['for'] <> 'return'),
      lambda each: CASE WHEN each.currency = currency THEN '' ELSE each.currency END)) AS first_currency,
    unnest(coalesce(charges, [{'for': 'payment', 'amount_minor': fee_minor, 'currency': currency, 'booked_on': NULL::DATE}])) AS charge
  FROM payout_facts
  WHERE settled_at IS NOT NULL AND (charges IS NOT NULL OR fee_minor IS NOT NULL)
)
SELECT id, company_id, corridor, currency, charge.currency AS charge_currency, charge['for'] = 'return' AS is_return,
  date_trunc('month', coalesce(charge.booked_on, CASE WHEN charge['for'] = 'return' THEN coalesce(returned_on, came_back_on) ELSE booked_on END,
    settled_on, settled_at::DATE))::DATE AS month,
  charge.amount_minor AS amount_minor, coalesce(nullif(first_currency, ''), currency) = charge.currency AS counts
FROM told;
