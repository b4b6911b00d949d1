-- Where payouts go and how they end. The month is that of the pay date, which every payout has whatever became of it; the country is the beneficiary's.
CREATE TABLE payouts_by_country AS
SELECT date_trunc('month', pay_date)::DATE AS month, company_id, beneficiary_country AS country, currency, status,
  count(*) AS payouts, sum(amount_minor)::HUGEINT AS amount_minor
FROM payout_facts
GROUP BY ALL
ORDER BY ALL;
