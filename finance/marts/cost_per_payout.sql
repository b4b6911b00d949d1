-- What a booked payout cost, in each currency of charges by itself, by the month of the bank's booking day: what banks charged for payouts and for returns, and for how many
-- payouts they charged. A payout whose charge is not known counts nowhere here, for it was not free. The quotient is made of whole sums when it is asked for.
CREATE TABLE cost_per_payout AS
SELECT month, company_id, currency, charge_currency, sum(charged)::BIGINT AS charged, sum(fee_minor)::HUGEINT AS fee_minor, sum(return_fee_minor)::HUGEINT AS return_fee_minor
FROM fees_by_corridor
WHERE charge_currency IS NOT NULL
GROUP BY month, company_id, currency, charge_currency
ORDER BY ALL;
