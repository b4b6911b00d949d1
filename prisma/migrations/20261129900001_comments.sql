-- migrate:up

-- What each table is, and each column whose name does not say it: read in psql (\d+) and by every tool that shows a schema. Amounts are in minor units
-- everywhere, and every status or state is one of a check constraint.

COMMENT ON TABLE schema_migrations IS 'Which files of prisma/migrations were applied; kept by dbmate.';

COMMENT ON TABLE bank_profile IS 'What differs between banks: message version, cut-off, time zone, release, batch booking.';
COMMENT ON COLUMN bank_profile.cut_off IS 'Until when on the pay date the bank takes files, in time_zone.';
COMMENT ON COLUMN bank_profile.batch_booking IS 'Whether the bank is asked to book each block as one entry.';
COMMENT ON COLUMN bank_profile.category_purpose IS 'The category purpose of payment files; null leaves it out.';
COMMENT ON COLUMN bank_profile.umlauts IS 'How ä, ö and ü are written in payment files: as one letter (a) or two (ae).';
COMMENT ON COLUMN bank_profile.addresses IS 'Whether payment files carry town and country where both are known.';
COMMENT ON COLUMN bank_profile.non_sepa IS 'Whether the bank takes payments to BIC and account number, or in another currency than the euro.';
COMMENT ON COLUMN bank_profile.release_after_seconds IS 'How long after its approval a run can be recalled at least.';
COMMENT ON COLUMN bank_profile.release_opens IS 'Nothing goes to the bank before this time, release_days_before bank days before the pay date; null: as soon as release_after_seconds are over.';

COMMENT ON TABLE company IS 'Who pays its people: one customer of the bureau.';
COMMENT ON COLUMN company.code IS 'Two to eight letters and digits that begin the references of its runs.';
COMMENT ON COLUMN company.town IS 'For the address in payment files; without it they carry none.';

COMMENT ON TABLE debtor_account IS 'The accounts from which a company pays, one for each currency.';
COMMENT ON COLUMN debtor_account.account IS 'An IBAN, or a number that its bank knows by its bic.';
COMMENT ON COLUMN debtor_account.home IS 'Pays what has no account in its own currency; one for each company.';

COMMENT ON TABLE payroll_run IS 'One payroll of one company and period, from draft to settled.';
COMMENT ON COLUMN payroll_run.period IS 'The month it is for, YYYY-MM.';
COMMENT ON COLUMN payroll_run.pay_date IS 'The day on which people are to have their money.';
COMMENT ON COLUMN payroll_run.reference IS 'Company, period, number and a random tag, NL-2026-11-01-7K4Q: unique for ever, also across a restored ledger.';
COMMENT ON COLUMN payroll_run.kind IS 'Regular, off-cycle or correction: people are compared within their kind.';
COMMENT ON COLUMN payroll_run.version IS 'The number of its last change; moves by one with each.';
COMMENT ON COLUMN payroll_run.seal IS 'SHA-256 over its lines and totals, which the approver approves; null in a draft.';
COMMENT ON COLUMN payroll_run.lines IS 'How many lines it has.';
COMMENT ON COLUMN payroll_run.totals IS 'Amount and number of payouts by currency and rail, of its lines.';
COMMENT ON COLUMN payroll_run.source_name IS 'The name of the file that it was made from.';
COMMENT ON COLUMN payroll_run.source_hash IS 'SHA-256 of the bytes of that file.';
COMMENT ON COLUMN payroll_run.prepared_by IS 'The user who made the draft.';
COMMENT ON COLUMN payroll_run.reason IS 'Why it was last sent back, recalled or cancelled; null again once submitted.';
COMMENT ON COLUMN payroll_run.release_at IS 'Its release time: until then an approved run can be recalled. Null: at once, as what was approved before this was kept.';
COMMENT ON COLUMN payroll_run.released_at IS 'When its first bank file was planned.';
COMMENT ON COLUMN payroll_run.settled_at IS 'When its last payout had an end.';
COMMENT ON COLUMN payroll_run.status_since IS 'When it came to its status.';

COMMENT ON TABLE run_editor IS 'Everyone who had a hand in a run''s content, by what act and when first; none of them may approve it.';
COMMENT ON COLUMN run_editor.act IS 'What they did, one of HAND_ACTS in payroll/runs/hand-acts.ts; each once.';

COMMENT ON TABLE payroll_line IS 'One person''s pay in a run: who, which account, how much. It never changes once the run is submitted.';
COMMENT ON COLUMN payroll_line.line_number IS 'The row in the file, from 1.';
COMMENT ON COLUMN payroll_line.employee_number IS 'As the file has it; people are compared by person_key of it.';
COMMENT ON COLUMN payroll_line.country IS 'Where the account is held, as the file says.';
COMMENT ON COLUMN payroll_line.account IS 'Without spaces, in capitals. A number without a BIC begins with its bank''s national code.';
COMMENT ON COLUMN payroll_line.account_hash IS 'HMAC of the account number, by which it is found outside the ledger.';
COMMENT ON COLUMN payroll_line.rail IS 'The network the payment takes.';
COMMENT ON COLUMN payroll_line.search_words IS 'Name and number without accents and case, as they are searched; null in lines from before this was kept.';

COMMENT ON TABLE payout IS 'A line on its way to its person, with a status and a version for each change. One of the ledger''s events tells each version.';
COMMENT ON COLUMN payout.beneficiary_name IS 'The employee''s name, as the line has it.';
COMMENT ON COLUMN payout.account_hash IS 'HMAC of the account number, by which it is found outside the ledger.';
COMMENT ON COLUMN payout.rail IS 'The network the payment takes.';
COMMENT ON COLUMN payout.held_from IS 'The status that a payout on hold goes back to when the hold is released; null when it is not on hold.';
COMMENT ON COLUMN payout.version IS 'The number of its last change; moves by one with each.';
COMMENT ON COLUMN payout.attempt IS 'Which sending to the bank this is; each has a settlement instruction of its own.';
COMMENT ON COLUMN payout.status_since IS 'When it came to its status.';

COMMENT ON TABLE payout_outcome IS 'What people decide of a payment that failed or came back: proposed by one, confirmed by another.';
COMMENT ON COLUMN payout_outcome.payout_version IS 'The version of the payout that it is about; one that fails or comes back again needs a new outcome.';
COMMENT ON COLUMN payout_outcome.version IS 'Of the outcome itself: a person confirms the one that they looked at.';

COMMENT ON TABLE open_payout IS 'Payouts that failed or came back and have no confirmed outcome: kept by triggers, for the inbox.';

COMMENT ON TABLE person_payment IS 'Where each person''s payments stand, by company and person; written when a run is approved. What was paid stands in payroll_line.';
COMMENT ON COLUMN person_payment.person IS 'person_key of the employee number: one person, however the number is written.';
COMMENT ON COLUMN person_payment.regular IS 'Whether the run is of the regular kind.';

COMMENT ON TABLE run_repetition IS 'Why people are paid although other runs of the period have them: a row for each step at which somebody gave a reason.';
COMMENT ON COLUMN run_repetition.sentence IS 'What the person was shown.';
COMMENT ON COLUMN run_repetition.repetition IS 'The same as data: which other runs, and how many people and equal payments.';
COMMENT ON COLUMN run_repetition.actor_name IS 'The person''s name at that time.';

COMMENT ON TABLE payroll_import IS 'A payroll file on its way to a draft. Its bytes lie in IMPORT_DIR, named by the id.';
COMMENT ON COLUMN payroll_import.sha256 IS 'Of the file''s bytes.';
COMMENT ON COLUMN payroll_import.sighting IS 'The inspection: what the file was found to be before it was read.';
COMMENT ON COLUMN payroll_import.mapping IS 'How it is read: which column is what, and in which style.';
COMMENT ON COLUMN payroll_import.fingerprint IS 'The header hash, by which the company''s next file of the same columns is known.';
COMMENT ON COLUMN payroll_import.direct IS 'Nothing has to be asked: the draft is made as soon as the check finds nothing.';
COMMENT ON COLUMN payroll_import.attempt IS 'The newest check. What an older one writes does not count.';
COMMENT ON COLUMN payroll_import.correction IS 'The file of corrected rows that is being checked; null while the file itself is.';
COMMENT ON COLUMN payroll_import.beat_at IS 'When the check last wrote something; one that is silent has lost its process.';
COMMENT ON COLUMN payroll_import.report IS 'What the check came to: header, number of rows, notes, and what concerns the whole file.';
COMMENT ON COLUMN payroll_import.lines_hash IS 'SHA-256 over the good lines that the last check of the file read; null once rows were edited or its mapping changed.';
COMMENT ON COLUMN payroll_import.left_out IS 'How many refused rows the draft leaves out, why, and who said so.';
COMMENT ON COLUMN payroll_import.created_by IS 'The user who uploaded it.';
COMMENT ON COLUMN payroll_import.finished_at IS 'When the check ended, rows were last edited, or the file was given up.';
COMMENT ON COLUMN payroll_import.run_id IS 'The run that it became.';
COMMENT ON COLUMN payroll_import.several_lines IS 'Where a person has several lines, each is paid.';

COMMENT ON TABLE payroll_import_line IS 'The lines that a check has found good, until they become a run''s; the columns are those of payroll_line.';

COMMENT ON TABLE payroll_import_refused IS 'The rows that a check has refused, with everything that is wrong. They stay when they are left out.';
COMMENT ON COLUMN payroll_import_refused.cells IS 'The row as the file has it, or as it was edited in the page.';
COMMENT ON COLUMN payroll_import_refused.reasons IS 'Each problem with its field.';
COMMENT ON COLUMN payroll_import_refused.proposed IS 'What a refused cell would be by rule, by the cell''s index.';
COMMENT ON COLUMN payroll_import_refused.first_cells IS 'What the file had, once cells were edited; null before that.';

COMMENT ON TABLE import_hand IS 'Everyone who had a hand in a payroll file, by what act and when first; the hands become the run''s.';
COMMENT ON COLUMN import_hand.act IS 'What they did, one of HAND_ACTS in payroll/runs/hand-acts.ts; each once.';

COMMENT ON TABLE import_mapping IS 'How a company''s files are read, remembered by their header hash when a run read so is approved.';
COMMENT ON COLUMN import_mapping.fingerprint IS 'The header hash.';

COMMENT ON TABLE company_import_choice IS 'Whether, where a person has several lines, each is paid: asked once per company, remembered when such a run is approved.';

COMMENT ON TABLE latin_name IS 'How a company''s people write, in Latin letters, a name that no bank carries.';
COMMENT ON COLUMN latin_name.employee_number IS 'Two people of one name may write it in two ways; empty where the file has no numbers.';
COMMENT ON COLUMN latin_name.written IS 'The name as payroll files have it.';
COMMENT ON COLUMN latin_name.latin IS 'As bank files have it.';
COMMENT ON COLUMN import_latin_name.written IS 'The name as the file has it.';
COMMENT ON COLUMN import_latin_name.latin IS 'As bank files shall have it.';

COMMENT ON TABLE bank_message IS 'Every message to and from a bank: our payment files (out), and what banks sent (in).';
COMMENT ON COLUMN bank_message.kind IS 'The format; unreadable for what could not be read.';
COMMENT ON COLUMN bank_message.message_id IS 'Out: ours, unique for ever. In: the bank''s, which begins anew each year.';
COMMENT ON COLUMN bank_message.sha256 IS 'Of the message. Out: null until its transmission begins. In: of the one message, which may have come in a zip.';
COMMENT ON COLUMN bank_message.file_sha256 IS 'In: of the file as it came, by which the archive has it.';
COMMENT ON COLUMN bank_message.status IS 'Out: prepared, handing-over (transmission announced), in-doubt, handed-over. In: applied, nothing-new, ignored (known already), set-aside (quarantined).';
COMMENT ON COLUMN bank_message.run_id IS 'Out: the run that it pays. In: null; see bank_message_effect.';
COMMENT ON COLUMN bank_message.payments IS 'Out: how many payments it has. In: how many payments it moved and exceptions it opened.';
COMMENT ON COLUMN bank_message.note IS 'Out: why it is kept back. In: why it changed nothing or is in quarantine.';
COMMENT ON COLUMN bank_message.totals IS 'Out: amount and number of payouts by rail and currency, which are those of its blocks.';
COMMENT ON COLUMN bank_message.hand_over_began_at IS 'When its transmission was announced; after that it may be with the bank.';
COMMENT ON COLUMN bank_message.handed_over_at IS 'When it was recorded as transmitted.';
COMMENT ON COLUMN bank_message.execution_date IS 'Out: the day on which the bank shall pay: the run''s pay date, unless two people gave a late file another.';
COMMENT ON COLUMN bank_message.kept_late IS 'Out: kept back for its day, not for its content.';
COMMENT ON COLUMN bank_message.identity IS 'In: SHA-256 of who sent it, its id and when it was made, by which it is known again; null in what says nothing.';
COMMENT ON COLUMN bank_message.content IS 'In: SHA-256 over the keys of all evidence in it, by which two of one identity are compared.';
COMMENT ON COLUMN bank_message.proposal_id IS 'In: the proposal by which a person brought it; null for what the bank''s folder had.';
COMMENT ON COLUMN bank_message.unfiled IS 'In: something in it belongs to no known company, so only who works for all of them sees it whole.';
COMMENT ON COLUMN bank_message.denied_by IS 'Who said that the bank did not get a file in doubt; it is transmitted again when another person confirms it.';
COMMENT ON COLUMN bank_message.denial_version IS 'The number of the last change of that answer: a person confirms the one that they looked at.';
COMMENT ON COLUMN bank_message.later_date IS 'The day that a person proposed for a file that came too late; it counts when another confirms it.';
COMMENT ON COLUMN bank_message.later_version IS 'The number of the last change of that proposal: a person confirms the one that they looked at.';

COMMENT ON TABLE bank_message_effect IS 'What a message from a bank did to each run that it names: how many payments it settled, failed and returned.';
COMMENT ON TABLE bank_message_company IS 'Of which companies a message from a bank speaks, by the accounts and payments in it; who works for some sees it as far as these go.';

COMMENT ON TABLE settlement_instruction IS 'One payment as it stands in a bank file; a row for each attempt.';
COMMENT ON COLUMN settlement_instruction.end_to_end_id IS 'Our name of the payment, which every bank repeats; unique for ever.';
COMMENT ON COLUMN settlement_instruction.bank_message_id IS 'The file that it is in.';
COMMENT ON COLUMN settlement_instruction.block_id IS 'The block of that file: one account, date, type and currency.';
COMMENT ON COLUMN settlement_instruction.status IS 'What all evidence of it says.';
COMMENT ON COLUMN settlement_instruction.bank_reference IS 'The bank''s own name of the booking, or of the rejection.';
COMMENT ON COLUMN settlement_instruction.fee_minor IS 'The part of charges that is in the payment''s own currency.';
COMMENT ON COLUMN settlement_instruction.charges IS 'What the bank charged for it, minor units by currency: {"EUR": "1500"}. Null where it said nothing.';
COMMENT ON COLUMN settlement_instruction.reason_code IS 'Why it failed or came back, as the bank''s code.';
COMMENT ON COLUMN settlement_instruction.booked_on IS 'The bank''s day of booking; null in what was answered before this was kept.';
COMMENT ON COLUMN settlement_instruction.value_date IS 'The day from which it counts for interest.';
COMMENT ON COLUMN settlement_instruction.account_amount_minor IS 'Of a payment in another currency: what it took from the account, in account_currency, at exchange_rate.';
COMMENT ON COLUMN settlement_instruction.returned_on IS 'The day on which the bank booked it back.';
COMMENT ON COLUMN settlement_instruction.return_charges IS 'What the bank charged for that, minor units by currency.';
COMMENT ON COLUMN settlement_instruction.answered_at IS 'When we last learnt something of it.';
COMMENT ON COLUMN settlement_instruction.stopped_at IS 'When it first failed or came back. It stays when the bank books it after all: somebody may have been paid again in between.';

COMMENT ON TABLE bank_claim IS 'Evidence: one thing that a bank says about money, kept once however often and in whichever file it comes.';
COMMENT ON COLUMN bank_claim.key IS 'SHA-256 of what makes it the same thing when it is said again.';
COMMENT ON COLUMN bank_claim.kind IS 'What it says: a debit of a payment (booking) or block (batch), of neither (unnamed, summary), a credit (return, credit), a charge, a status (rejection, answer), a check of the payee''s name, what only a person can judge (note), a message that contradicts an earlier one (message), a payment that may have been paid twice (twice).';
COMMENT ON COLUMN bank_claim.bank_message_id IS 'The first message that said it.';
COMMENT ON COLUMN bank_claim.booking IS 'The entry key, by which the same entry is known in whichever file it comes; null for what a status says.';
COMMENT ON COLUMN bank_claim.end_to_end_id IS 'The payment that the bank names, of ours or not.';
COMMENT ON COLUMN bank_claim.block_id IS 'The block that the bank names.';
COMMENT ON COLUMN bank_claim.message_id IS 'The file of ours that the bank names.';
COMMENT ON COLUMN bank_claim.amount_minor IS 'Of the one payment or block, where the bank says it.';
COMMENT ON COLUMN bank_claim.payments IS 'Of a batch, how many payments the bank says it has.';
COMMENT ON COLUMN bank_claim.account IS 'The account of ours that it stands on, as the bank writes it.';
COMMENT ON COLUMN bank_claim.counterparty IS 'Who is at the other end, in the bank''s words.';
COMMENT ON COLUMN bank_claim.reference IS 'What a person would look for in the bank''s own papers.';
COMMENT ON COLUMN bank_claim.problem IS 'What is wrong with it by itself, as a sentence; what is wrong with it beside other evidence is judged anew each time.';
COMMENT ON COLUMN bank_claim.charges IS 'What the bank charged for it, minor units by currency: {"EUR": "1500"}.';
COMMENT ON COLUMN bank_claim.charges_inside IS 'The part of charges that is within the amount that moved.';
COMMENT ON COLUMN bank_claim.account_amount_minor IS 'Of a payment in another currency: what it took from the account, in account_currency, at exchange_rate.';
COMMENT ON COLUMN bank_claim.status IS 'As the bank gives it: ACSP, RJCT, RVNM.';
COMMENT ON COLUMN bank_claim.entry_amount_minor IS 'Of the whole entry that it stands in, which may be more than what is claimed of one payment.';
COMMENT ON COLUMN bank_claim.direction IS 'Whether the entry takes from the account (debit) or adds to it (credit).';
COMMENT ON COLUMN bank_claim.agrees IS 'Of a batch: id, count and sum are those of its block. Once true it stays true.';
COMMENT ON COLUMN bank_claim.undecided IS 'Of a batch: it could not be proved whether it agrees; judged anew with every rejection.';
COMMENT ON COLUMN bank_claim.matched_to IS 'The end-to-end id, or of a batch the block, that two people have matched it with.';
COMMENT ON COLUMN bank_claim.about IS 'What it counts for: matched_to, else the block of a batch, else the end-to-end id.';
COMMENT ON COLUMN bank_claim.notified IS 'Which telling of its payment within one notification (camt.054) it is at most; null where none told it.';
COMMENT ON COLUMN bank_claim.stated IS 'The same of statements (camt.053). Two in one statement are two bookings; one here and one in a notification is one.';
COMMENT ON COLUMN bank_claim.paid_again_by IS 'Of kind twice: the payout that took the place of the one it is about.';
COMMENT ON COLUMN bank_claim.upheld IS 'Of a rejection as a duplicate: two people said that the payments really were refused.';

COMMENT ON TABLE bank_finding IS 'Exceptions: a bank''s entry or report that matches no payment, or contradicts one, for a person. Listed, never guessed.';
COMMENT ON COLUMN bank_finding.claim_key IS 'The evidence that it is about.';
COMMENT ON COLUMN bank_finding.company_id IS 'The company on whose account the entry stands; null where nobody can tell.';
COMMENT ON COLUMN bank_finding.run_id IS 'The run of the payment that it names, where it names one.';
COMMENT ON COLUMN bank_finding.reference IS 'What a person would look for in the bank''s own papers.';
COMMENT ON COLUMN bank_finding.problem IS 'What is wrong, as a sentence.';
COMMENT ON COLUMN bank_finding.version IS 'The number of its last change: a person decides on the one that they looked at.';
COMMENT ON COLUMN bank_finding.owner IS 'The user who looks after it.';
COMMENT ON COLUMN bank_finding.resolution IS 'What was proposed or done; explained when a later file made it right by itself.';
COMMENT ON COLUMN bank_finding.matched_to IS 'The end-to-end id or block that it is said to be, of resolution matched.';
COMMENT ON COLUMN bank_finding.told_with IS 'The evidence of the exception that speaks for this one too: many that say the same are told as one.';

COMMENT ON TABLE bank_file_proposal IS 'A bank''s file that a person brings: proposed with a reason, applied when a second person confirms what they saw. Its bytes lie in the archive.';
COMMENT ON COLUMN bank_file_proposal.messages IS 'What applying it would have done when it was last looked at, by message.';
COMMENT ON COLUMN bank_file_proposal.run_ids IS 'The runs whose payments it would move.';
COMMENT ON COLUMN bank_file_proposal.effect IS 'SHA-256 over all that it would do, by which a person says what they saw.';
COMMENT ON COLUMN bank_file_proposal.looked_at IS 'When that was found out.';
COMMENT ON COLUMN bank_file_proposal.company_ids IS 'The companies of whose accounts and payments it speaks.';
COMMENT ON COLUMN bank_file_proposal.unfiled IS 'Something in it belongs to no known company or cannot be read, so it is for who works for all of them.';

COMMENT ON TABLE bank_file_change IS 'What a proposed bank file would do, payment by payment, as of the last look. What was done stands in the journal.';
COMMENT ON COLUMN bank_file_change.n IS 'The order in which they are shown, from 1.';
COMMENT ON COLUMN bank_file_change.was IS 'The payout''s status before.';
COMMENT ON COLUMN bank_file_change.words IS 'Who is at the other end and why, in the bank''s own words.';

COMMENT ON TABLE idempotency_key IS 'Answers to requests, by the caller''s own name of the request: the same again gets the same answer. Forgotten after 30 days.';
COMMENT ON COLUMN idempotency_key.request_hash IS 'Of the request: the same key with another request is refused.';
COMMENT ON COLUMN idempotency_key.answer IS 'The command''s result, and where the change stands.';

COMMENT ON TABLE outbox IS 'The journal: every event, written in the transaction of its fact, appended and never touched again.';
COMMENT ON COLUMN outbox.era IS 'One unbroken history of the journal.';
COMMENT ON COLUMN outbox.xid IS 'The transaction that wrote it. Events are final in the order of xid and seq once every older transaction has ended.';
COMMENT ON COLUMN outbox.seq IS 'The order of events within one transaction; by itself no order of commits.';
COMMENT ON COLUMN outbox.aggregate_id IS 'The payout or run that it tells of; of an audit event an id of its own.';
COMMENT ON COLUMN outbox.version IS 'The version of that payout or run; 1 of an audit event.';
COMMENT ON COLUMN outbox.event IS 'The CloudEvent as it is published, byte for byte; therefore text and not JSON.';
COMMENT ON COLUMN outbox.actor IS 'Who did it: the id of a user or a process.';
COMMENT ON COLUMN outbox.occurred_at IS 'When it happened, by the clock of the command.';
COMMENT ON COLUMN outbox.recorded_at IS 'When it was written, by the clock of the database.';

COMMENT ON TABLE relay_leader IS 'One row: the era of the journal, and which relay may number it.';
COMMENT ON COLUMN relay_leader.epoch IS 'The number of the present lead, which fences off a relay that does not know that it has lost it.';
COMMENT ON COLUMN relay_leader.system_identifier IS 'The database that the era began in, as cluster/database; a restored dump is another one.';
COMMENT ON COLUMN relay_leader.renewed_at IS 'When the leader last said that it lives; one that is silent is frozen and replaced.';
COMMENT ON COLUMN relay_leader.signed_from IS 'The position from which on every event is signed.';

COMMENT ON TABLE relay_batches IS 'Batches of events, each planned before it is published, so that after a crash the same events get the same positions again.';
COMMENT ON COLUMN relay_batches.first IS 'The position of its first event.';
COMMENT ON COLUMN relay_batches.from_xid IS 'With from_seq the last row of the journal before it.';
COMMENT ON COLUMN relay_batches.to_xid IS 'With to_seq its last row.';
COMMENT ON COLUMN relay_batches.partition_last IS 'The last position in each partition after it.';
COMMENT ON COLUMN relay_batches.hash IS 'SHA-256 chained over all events up to its last.';
COMMENT ON COLUMN relay_batches.epoch IS 'The lead under which it was planned.';
COMMENT ON COLUMN relay_batches.confirmed_at IS 'When Kafka had acknowledged all of it; null for the one that is open.';
COMMENT ON COLUMN relay_batches.offsets IS 'Where each partition''s log ended then: one that is shorter has lost events.';

COMMENT ON TABLE kafka_loss IS 'Events that Kafka had acknowledged and lost, by partition. Written before anything is sent again.';
COMMENT ON COLUMN kafka_loss.reaches IS 'The last position that can be read in order; null until somebody looked.';
COMMENT ON COLUMN kafka_loss.acknowledged IS 'The last position that was acknowledged.';
COMMENT ON COLUMN kafka_loss.sent_again_at IS 'When all of it was in Kafka again.';
COMMENT ON COLUMN kafka_loss.events IS 'How many events had to be sent for that.';

COMMENT ON TABLE history_stop IS 'Why a process that moves money or numbers events has stopped: what it knows is not the history it finds. One row for each such process.';
COMMENT ON COLUMN history_stop.kind IS 'Whether the ledger''s own history is in doubt, or only the events.';
COMMENT ON COLUMN history_stop.sentence IS 'Why, as people read it.';
COMMENT ON COLUMN history_stop.is_told IS 'It only repeats what the other process found, and is heeded by nobody.';

COMMENT ON TABLE heartbeat IS 'Signs of life: every process writes its row each second. One older than ten seconds is no sign of life.';
COMMENT ON COLUMN heartbeat.position IS 'The last position that it published or applied; null for a process that has none.';
COMMENT ON COLUMN heartbeat.rate IS 'Events per second.';
COMMENT ON COLUMN heartbeat.detail IS 'What else it tells of itself, different for each process.';

COMMENT ON TABLE app_user IS 'People who sign in. Read and written by better-auth, as the next three are.';
COMMENT ON COLUMN app_user.role IS 'What they may do: the permissions of access/permissions.ts.';
COMMENT ON TABLE app_session IS 'Who is signed in, and until when.';
COMMENT ON COLUMN app_session.seen_at IS 'When the person was last seen: a session ends when it is idle, too.';
COMMENT ON TABLE app_account IS 'How a person signs in: a password, or an account elsewhere.';
COMMENT ON COLUMN app_account.password IS 'A hash of it.';
COMMENT ON TABLE app_verification IS 'Tokens by which better-auth proves an address; nothing of ours.';
COMMENT ON TABLE user_company IS 'The companies that a user works for. One without rows here works for all of them.';
COMMENT ON TABLE sign_in_attempt IS 'How often somebody tried to sign in, for each account and each address, in a window of some minutes.';
COMMENT ON COLUMN sign_in_attempt.key IS 'A hash of the account or address: people type passwords where the address belongs.';

-- migrate:down
DO $$
DECLARE of record;
BEGIN
  FOR of IN
    SELECT format(CASE objsubid WHEN 0 THEN 'TABLE %s' ELSE 'COLUMN %s.%I' END, objoid::regclass, a.attname) AS name
    FROM pg_description LEFT JOIN pg_attribute a ON a.attrelid = objoid AND a.attnum = objsubid AND objsubid > 0
    WHERE classoid = 'pg_class'::regclass AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
      -- Said by an earlier migration.
      AND NOT (objoid = 'import_latin_name'::regclass AND objsubid = 0)
      AND (objoid <> 'payroll_run'::regclass OR a.attname IS DISTINCT FROM 'several_lines')
  LOOP
    EXECUTE 'COMMENT ON ' || of.name || ' IS NULL';
  END LOOP;
END $$;
