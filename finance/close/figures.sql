-- The figures of the month: per company, corridor, currency and kind how many movements there were and what they sum to. Currencies are never added together.
SELECT company, corridor, currency, kind, count(*) AS movements, sum(amount_minor)::VARCHAR AS "amountMinor"
FROM movements
GROUP BY company, corridor, currency, kind
ORDER BY company, corridor, currency, kind;
