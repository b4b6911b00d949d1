-- What payout_charges comes to.
SELECT kind, currency, charge_currency, month, count(*) AS charges, sum(amount_minor)::HUGEINT AS amount_minor FROM payout_charges GROUP BY ALL
