-- What banks charged for the payouts they booked. The month is that of the booking (settledAt, UTC). A payout that came back later stays: it was
-- booked, and its fee is not given back. `fee_unknown` counts booked payouts for which the bank has named no fee; `charged_volume_minor` is the volume of
-- the others, which is what their fees are a share of. Sums are exact (128 bits).
CREATE TABLE fees_by_corridor AS
SELECT date_trunc('month', settled_at)::DATE AS month, company_id, corridor, currency,
  count(*) AS payouts, count(*) - count(fee_minor) AS fee_unknown,
  coalesce(sum(fee_minor), 0)::HUGEINT AS fee_minor, sum(amount_minor)::HUGEINT AS volume_minor,
  coalesce(sum(amount_minor) FILTER (fee_minor IS NOT NULL), 0)::HUGEINT AS charged_volume_minor
FROM payout_facts
WHERE settled_at IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
