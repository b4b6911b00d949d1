-- What is posted: per company, day of the bank, kind, corridor and currency one posting.
SELECT company, strftime(day, '%Y-%m-%d') AS day, kind, corridor, currency, count(*) AS movements, sum(amount_minor)::VARCHAR AS "amountMinor"
FROM movements
GROUP BY company, day, kind, corridor, currency
HAVING sum(amount_minor) <> 0
ORDER BY company, day, kind, corridor, currency;
