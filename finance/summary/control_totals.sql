-- Per currency: what runs say that they pay, and what their payouts come to.
SELECT currency, count(*) AS runs, sum(payouts)::BIGINT AS payouts, sum(amount_minor)::HUGEINT AS "amountMinor",
  coalesce(sum(of_payouts_minor), 0)::HUGEINT AS "ofPayoutsMinor"
FROM control_totals GROUP BY currency ORDER BY currency
