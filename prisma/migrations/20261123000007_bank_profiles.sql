-- migrate:up

-- How the bank wants its payment files. The defaults are what most SEPA banks take.
ALTER TABLE bank_profile
  ADD COLUMN pain_version text NOT NULL DEFAULT 'pain.001.001.09' CHECK (pain_version IN ('pain.001.001.09', 'pain.001.001.03')),
  ADD COLUMN category_purpose text DEFAULT 'SALA' CHECK (category_purpose = 'SALA'),
  ADD COLUMN umlauts text NOT NULL DEFAULT 'one-letter' CHECK (umlauts IN ('one-letter', 'two-letters')),
  ADD COLUMN addresses boolean NOT NULL DEFAULT false,
  -- Payments to BIC and account number, or in another currency than the euro.
  ADD COLUMN non_sepa boolean NOT NULL DEFAULT true;

-- An address needs a town beside the country; without it the company's files carry none.
ALTER TABLE company ADD COLUMN town text CHECK (length(town) BETWEEN 1 AND 70);

-- A file's totals per rail and currency, which are those of its payment blocks. Asked for every two seconds while a run is being paid, so kept.
ALTER TABLE bank_message ADD COLUMN totals jsonb NOT NULL DEFAULT '[]', ADD COLUMN hand_over_began_at timestamptz(3);

-- migrate:down
ALTER TABLE bank_message DROP COLUMN totals, DROP COLUMN hand_over_began_at;
ALTER TABLE company DROP COLUMN town;
ALTER TABLE bank_profile DROP COLUMN pain_version, DROP COLUMN category_purpose, DROP COLUMN umlauts, DROP COLUMN addresses, DROP COLUMN non_sepa;
