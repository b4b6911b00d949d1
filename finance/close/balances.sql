-- What moved on each company's accounts in the month, in the currency of the account: payments and charges leave it, what came back arrives.
SELECT company, account_currency AS currency,
  sum(account_amount_minor) FILTER (kind = 'paid')::VARCHAR AS "paidMinor", sum(account_amount_minor) FILTER (kind = 'returned')::VARCHAR AS "returnedMinor",
  sum(account_amount_minor) FILTER (kind IN ('fee', 'return-fee'))::VARCHAR AS "feesMinor",
  sum(CASE kind WHEN 'returned' THEN account_amount_minor ELSE -account_amount_minor END)::VARCHAR AS "movedMinor"
FROM movements
GROUP BY company, account_currency
ORDER BY company, account_currency;
