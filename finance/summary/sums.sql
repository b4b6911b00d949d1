-- Per currency: all payouts, those that are booked, and what banks charged in it.
SELECT currency, sum(payouts)::BIGINT AS payouts, sum(amount_minor)::HUGEINT AS "amountMinor", sum(booked)::BIGINT AS booked, sum(fee_minor)::HUGEINT AS "feeMinor"
FROM (SELECT currency, 1 AS payouts, amount_minor, (settled_at IS NOT NULL)::INTEGER AS booked, 0 AS fee_minor FROM payout_facts
  UNION ALL SELECT charge_currency, 0, 0, 0, amount_minor FROM payout_charges)
GROUP BY currency ORDER BY currency
