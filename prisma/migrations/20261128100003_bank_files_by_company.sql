-- migrate:up

-- Of which companies a bank's message speaks, by the accounts and payments in it: whoever works for some companies sees it as far as these go.
CREATE TABLE bank_message_company (
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  company_id uuid NOT NULL REFERENCES company,
  PRIMARY KEY (bank_message_id, company_id)
);
CREATE INDEX bank_message_company_company ON bank_message_company (company_id);
-- Something in it belongs to no known company, or it cannot be read: then it is whole only for who works for every company.
ALTER TABLE bank_message ADD COLUMN unfiled boolean NOT NULL DEFAULT true;
CREATE INDEX debtor_account_account ON debtor_account (account);

INSERT INTO bank_message_company (bank_message_id, company_id)
  SELECT e.bank_message_id, r.company_id FROM bank_message_effect e JOIN payroll_run r ON r.id = e.run_id
    JOIN bank_message m ON m.id = e.bank_message_id WHERE m.status <> 'set-aside'
  UNION SELECT c.bank_message_id, d.company_id FROM bank_claim c JOIN debtor_account d ON c.account IN (d.account, substr(d.account, 5));
UPDATE bank_message m SET unfiled = false
  WHERE m.direction = 'in' AND m.status IN ('applied', 'nothing-new') AND EXISTS (SELECT FROM bank_message_company k WHERE k.bank_message_id = m.id)
    AND EXISTS (SELECT FROM bank_claim c WHERE c.bank_message_id = m.id)
    AND (m.kind = 'pain.002' OR NOT EXISTS (SELECT FROM bank_claim c WHERE c.bank_message_id = m.id AND (c.account IS NULL
      OR NOT EXISTS (SELECT FROM debtor_account d WHERE c.account IN (d.account, substr(d.account, 5))))));

-- Of a message set aside the runs were those of an earlier one with its id.
DELETE FROM bank_message_effect e USING bank_message m WHERE m.id = e.bank_message_id AND m.status = 'set-aside';

GRANT SELECT, INSERT ON bank_message_company TO payledger_app;

-- migrate:down
DROP INDEX debtor_account_account;
ALTER TABLE bank_message DROP COLUMN unfiled;
DROP TABLE bank_message_company;
