-- What finance asks, written once: asked of DuckDB as it stands, of the others in their own words. Amounts are whole minor units.

-- 1. What was paid in each month and currency
SELECT date_trunc('month', pay_date)::DATE AS month, currency, count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM payout_facts GROUP BY month, currency;

-- 2. What each company pays, and how much of it the bank booked
SELECT company_id, currency, count(*) AS payouts, coalesce(sum(amount_minor) FILTER (settled_at IS NOT NULL), 0)::HUGEINT AS booked_minor
FROM payout_facts GROUP BY company_id, currency;

-- 3. Where payouts go and how they end
SELECT beneficiary_country AS country, status, count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM payout_facts GROUP BY country, status;

-- 4. What banks charged for payments, by corridor and currency of charges
SELECT corridor, charge_currency, count(*) AS taken, sum(amount_minor)::HUGEINT AS fee_minor
FROM payout_charges WHERE kind = 'payment' GROUP BY corridor, charge_currency;

-- 5. What returns cost, by month
SELECT month, charge_currency, count(*) AS taken, sum(amount_minor)::HUGEINT AS fee_minor
FROM payout_charges WHERE kind = 'return' GROUP BY month, charge_currency;

-- 6. What failed and why, by the month of the bank's file
SELECT month, kind, reason_code, sum(payouts)::BIGINT AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM failures_by_reason GROUP BY month, kind, reason_code;

-- 7. How many payouts were booked within a day, and how many later, by rail and bank
SELECT rail, bank, coalesce(sum(payouts) FILTER (seconds <= 86400), 0)::BIGINT AS within_a_day, sum(payouts)::BIGINT AS payouts
FROM settlement_times GROUP BY rail, bank;

-- 8. What booked payouts cost, and for how many a charge is known
SELECT charge_currency, sum(charged)::BIGINT AS charged, sum(fee_minor)::HUGEINT AS fee_minor
FROM cost_per_payout GROUP BY charge_currency;

-- 9. Whether runs pay what they say, by month
SELECT month, currency, count(*) AS runs, sum(amount_minor)::HUGEINT AS amount_minor, sum(of_payouts_minor)::HUGEINT AS of_payouts_minor
FROM control_totals GROUP BY month, currency;

-- 10. The largest payouts of each currency, which no floating-point number is
SELECT id, amount_minor, currency FROM payout_facts
WHERE amount_minor IN (SELECT max(amount_minor) FROM payout_facts GROUP BY currency);

-- 11. What changed on each day, by what happened
SELECT happened_on, type, count(*) AS events FROM payout_changes GROUP BY happened_on, type;

-- 12. Booked payouts for which the bank has named no charge, by corridor
SELECT corridor, currency, count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM payout_facts WHERE settled_at IS NOT NULL AND id NOT IN (SELECT payout_id FROM payout_charges WHERE kind = 'payment')
GROUP BY corridor, currency;
