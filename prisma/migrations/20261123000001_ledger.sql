-- migrate:up

-- The roles the processes connect as. They hold no password here: an operator sets one, the local stack trusts loopback.
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['payledger_app', 'payledger_relay'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I LOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of this cluster was migrated at the same moment
      END;
    END IF;
  END LOOP;
END $$;

-- Times in events are UTC with milliseconds, as in JavaScript's toISOString.
CREATE FUNCTION iso_utc(t timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

CREATE DOMAIN currency_code AS text CHECK (VALUE IN (
  'BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','VND','VUV','XAF','XOF','XPF',
  'BHD','IQD','JOD','KWD','LYD','OMR','TND',
  'AED','AFN','ALL','AMD','AOA','ARS','AUD','AWG','AZN','BAM','BBD','BDT','BMD','BND','BOB','BRL','BSD','BTN','BWP','BYN','BZD','CAD','CDF','CHF',
  'CNY','COP','CRC','CUP','CVE','CZK','DKK','DOP','DZD','EGP','ERN','ETB','EUR','FJD','FKP','GBP','GEL','GHS','GIP','GMD','GTQ','GYD','HKD','HNL',
  'HTG','HUF','IDR','ILS','INR','IRR','JMD','KES','KGS','KHR','KPW','KYD','KZT','LAK','LBP','LKR','LRD','LSL','MAD','MDL','MGA','MKD','MMK','MNT',
  'MOP','MRU','MUR','MVR','MWK','MXN','MYR','MZN','NAD','NGN','NIO','NOK','NPR','NZD','PAB','PEN','PGK','PHP','PKR','PLN','QAR','RON','RSD','RUB',
  'SAR','SBD','SCR','SDG','SEK','SGD','SHP','SLE','SOS','SRD','SSP','STN','SVC','SYP','SZL','THB','TJS','TMT','TOP','TRY','TTD','TWD','TZS','UAH',
  'USD','UYU','UZS','VED','VES','WST','XCD','XCG','YER','ZAR','ZMW','ZWG'));
CREATE DOMAIN country_code AS text CHECK (VALUE ~ '^[A-Z]{2}$');

CREATE TABLE bank_profile (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  name text NOT NULL UNIQUE,
  cut_off time NOT NULL,
  time_zone text NOT NULL,
  batch_booking boolean NOT NULL
);

CREATE TABLE company (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]{2,8}$'),
  name text NOT NULL,
  country country_code NOT NULL,
  bank_profile_id uuid NOT NULL REFERENCES bank_profile
);

CREATE TABLE debtor_account (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  company_id uuid NOT NULL REFERENCES company,
  currency currency_code NOT NULL,
  account text NOT NULL,
  bic text NOT NULL,
  -- Pays what has no account in its own currency.
  home boolean NOT NULL DEFAULT false,
  UNIQUE (company_id, currency)
);
CREATE UNIQUE INDEX debtor_account_home ON debtor_account (company_id) WHERE home;

CREATE TABLE payroll_run (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  company_id uuid NOT NULL REFERENCES company,
  period text NOT NULL CHECK (period ~ '^20\d\d-(0[1-9]|1[0-2])$'),
  pay_date date NOT NULL,
  reference text NOT NULL UNIQUE,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'approved', 'paying', 'settled', 'cancelled')),
  version integer NOT NULL DEFAULT 1,
  seal text CHECK (seal ~ '^[0-9a-f]{64}$'),
  lines integer NOT NULL CHECK (lines BETWEEN 1 AND 100000),
  -- Per currency and rail, of the lines as imported; lines never change, so neither does this.
  totals jsonb NOT NULL,
  source_name text NOT NULL,
  source_hash text NOT NULL,
  prepared_by text NOT NULL,
  submitted_by text,
  approved_by text,
  reason text,
  prepared_at timestamptz(3) NOT NULL,
  submitted_at timestamptz(3),
  approved_at timestamptz(3),
  released_at timestamptz(3),
  settled_at timestamptz(3),
  status_since timestamptz(3) NOT NULL,
  CHECK (status IN ('draft', 'cancelled') OR (seal IS NOT NULL AND submitted_by IS NOT NULL)),
  CHECK (status NOT IN ('approved', 'paying', 'settled') OR approved_by IS NOT NULL)
);
CREATE INDEX payroll_run_inbox ON payroll_run (status, status_since);
CREATE UNIQUE INDEX payroll_run_file_once ON payroll_run (company_id, source_hash) WHERE status <> 'cancelled';

-- Everyone who had a hand in a run's content; none of them may approve it.
CREATE TABLE run_editor (
  run_id uuid NOT NULL REFERENCES payroll_run,
  user_id text NOT NULL,
  PRIMARY KEY (run_id, user_id)
);

CREATE TABLE payroll_line (
  run_id uuid NOT NULL REFERENCES payroll_run,
  line_number integer NOT NULL CHECK (line_number > 0),
  employee_number text NOT NULL,
  employee_name text NOT NULL,
  country country_code NOT NULL,
  account text NOT NULL,
  account_kind text NOT NULL CHECK (account_kind IN ('iban', 'number')),
  account_last4 text NOT NULL,
  account_hash text NOT NULL,
  bic text,
  currency currency_code NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  rail text NOT NULL CHECK (rail IN ('sepa', 'swift')),
  PRIMARY KEY (run_id, line_number)
);

CREATE TABLE payout (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  run_id uuid NOT NULL,
  line_number integer NOT NULL,
  employee_number text NOT NULL,
  beneficiary_name text NOT NULL,
  beneficiary_country country_code NOT NULL,
  account text NOT NULL,
  account_kind text NOT NULL,
  account_last4 text NOT NULL,
  account_hash text NOT NULL,
  bic text,
  currency currency_code NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  rail text NOT NULL,
  status text NOT NULL DEFAULT 'submitted',
  held_from text CHECK (held_from IN ('submitted', 'approved')),
  version integer NOT NULL DEFAULT 1,
  attempt integer NOT NULL DEFAULT 1,
  submitted_at timestamptz(3) NOT NULL,
  approved_at timestamptz(3),
  sent_at timestamptz(3),
  settled_at timestamptz(3),
  failed_at timestamptz(3),
  status_since timestamptz(3) NOT NULL,
  UNIQUE (run_id, line_number),
  FOREIGN KEY (run_id, line_number) REFERENCES payroll_line,
  CHECK ((status = 'held') = (held_from IS NOT NULL))
-- Room for a payout's next version beside the present one, so that no index needs to know: a run's transition takes half the time.
) WITH (fillfactor = 50);
CREATE INDEX payout_account ON payout (account_hash);

CREATE TABLE bank_message (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  direction text NOT NULL CHECK (direction IN ('out', 'in')),
  kind text NOT NULL CHECK (kind IN ('pain.001', 'pain.002', 'camt.054', 'unreadable')),
  message_id text NOT NULL,
  file_name text NOT NULL,
  sha256 text,
  status text NOT NULL,
  run_id uuid REFERENCES payroll_run,
  debtor_account_id uuid REFERENCES debtor_account,
  payments integer NOT NULL DEFAULT 0,
  note text,
  created_at timestamptz(3) NOT NULL,
  handed_over_at timestamptz(3),
  CHECK (CASE direction
    WHEN 'out' THEN status IN ('prepared', 'handing-over', 'handed-over') AND run_id IS NOT NULL
    ELSE status IN ('applied', 'nothing-new', 'ignored', 'set-aside') AND sha256 IS NOT NULL END)
);
CREATE UNIQUE INDEX bank_message_out_id ON bank_message (message_id) WHERE direction = 'out';
CREATE UNIQUE INDEX bank_message_in_id ON bank_message (kind, message_id) WHERE direction = 'in' AND status IN ('applied', 'nothing-new');
CREATE INDEX bank_message_run ON bank_message (run_id);
CREATE INDEX bank_message_bytes ON bank_message (sha256);

-- What a file from the bank did to each run it names.
CREATE TABLE bank_message_effect (
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  run_id uuid NOT NULL REFERENCES payroll_run,
  settled integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  PRIMARY KEY (bank_message_id, run_id)
);

-- What stands in a bank's file and matches nothing, or matches wrongly: listed for a person, never guessed.
CREATE TABLE bank_finding (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  run_id uuid REFERENCES payroll_run,
  reference text NOT NULL,
  problem text NOT NULL,
  amount_minor bigint,
  currency text,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX bank_finding_message ON bank_finding (bank_message_id);

CREATE TABLE settlement_instruction (
  payout_id uuid NOT NULL REFERENCES payout,
  attempt integer NOT NULL,
  end_to_end_id text NOT NULL UNIQUE CHECK (length(end_to_end_id) <= 35),
  bank_message_id uuid NOT NULL REFERENCES bank_message,
  block_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('prepared', 'sent', 'settled', 'failed', 'returned')),
  bank_reference text,
  fee_minor bigint CHECK (fee_minor >= 0),
  reason_code text,
  reason_text text,
  created_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  PRIMARY KEY (payout_id, attempt)
);
CREATE INDEX settlement_instruction_message ON settlement_instruction (bank_message_id);
CREATE INDEX settlement_instruction_bank_reference ON settlement_instruction (bank_reference) WHERE bank_reference IS NOT NULL;

CREATE TABLE idempotency_key (
  caller text NOT NULL,
  endpoint text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (caller, endpoint, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- migrate:down
DROP TABLE idempotency_key, settlement_instruction, bank_finding, bank_message_effect, bank_message, payout, payroll_line, run_editor, payroll_run,
  debtor_account, company, bank_profile;
DROP DOMAIN country_code, currency_code;
DROP FUNCTION iso_utc;
