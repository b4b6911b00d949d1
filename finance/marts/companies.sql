-- Each company as its newest payout event names it.
CREATE TABLE companies AS
SELECT company_id AS id, arg_max(company_code, position) AS code, arg_max(company_name, position) AS name
FROM payout_facts
GROUP BY company_id
ORDER BY code, id;
