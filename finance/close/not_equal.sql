-- Where the movements are not what the published definition of fees by corridor says of the same month: then one of the two rules was changed and not the other.
WITH fees AS (
  SELECT * FROM fees_by_corridor WHERE strftime(month, '%Y-%m') = getvariable('closed_month')
), moved AS (
  SELECT company, corridor, currency, kind, sum(amount_minor) AS amount_minor FROM movements WHERE kind <> 'returned' AND amount_minor <> 0 GROUP BY ALL
), published AS (
  SELECT code AS company, corridor, currency, 'paid' AS kind, sum(volume_minor) AS amount_minor FROM fees JOIN companies ON companies.id = company_id GROUP BY ALL
  UNION ALL
  SELECT code, corridor, charge_currency, 'fee', sum(fee_minor) FROM fees JOIN companies ON companies.id = company_id GROUP BY ALL
  UNION ALL
  SELECT code, corridor, charge_currency, 'return-fee', sum(return_fee_minor) FROM fees JOIN companies ON companies.id = company_id GROUP BY ALL
), wanted AS (
  FROM published WHERE amount_minor <> 0 AND currency IS NOT NULL
)
SELECT company || ' ' || corridor || ' ' || currency || ' ' || kind AS what
FROM ((FROM moved EXCEPT FROM wanted) UNION (FROM wanted EXCEPT FROM moved))
ORDER BY what LIMIT 1;
