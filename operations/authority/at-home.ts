/** What never travels, and why no copy has it: whole tables, and the columns of those of which the rest travels. */
export const AT_HOME: Readonly<Record<string, string>> = {
  'payout.account, payout.account_kind, payout.bic': 'The whole account number. Bank files are made of it, and nothing else needs it.',
  'payroll_run.source_name, payroll_run.source_hash, payroll_run.several_lines': 'Which file a run came from, and how it was read.',
  'payroll_run.prepared_by, payroll_run.submitted_by, payroll_run.approved_by, payroll_run.reason':
    'Who worked on a run. Four eyes are checked here; events name the person of each act.',
  'payroll_run.prepared_at, payroll_run.submitted_at, payroll_run.approved_at, payroll_run.released_at, payroll_run.settled_at, payroll_run.status_since, payroll_run.release_at':
    'When a run got on. Screens of runs are read from the ledger.',
  'company.bank_profile_id, company.town, company.street, company.building_number, company.post_code': 'The address that bank files carry.',
  'company.version, company.closed_at, company.code_above_minor, company.bank_tested_at, company.bank_tested_by':
    'How a company is set up.',
  'settlement_instruction.bank_message_id, settlement_instruction.block_id, settlement_instruction.status, settlement_instruction.reason_text, settlement_instruction.created_at, settlement_instruction.stopped_at':
    'Which bank file a payment is in, and the bank’s own words.',
  'outbox.request_id, outbox.recorded_at': 'By which log lines are found, and when the row was written.',
  'relay_batches.epoch, relay_batches.planned_at, relay_batches.confirmed_at, relay_batches.offsets':
    'How far the relay has got with Kafka.',
  'payroll_line, run_editor, run_repetition, kept_answer, person_payment, open_payout':
    'The lines of drafts, who worked on a run, and what makes questions about it quick. Payouts are made of the lines when a run is submitted.',
  'payroll_import, payroll_import_line, payroll_import_refused, import_hand, import_latin_name, import_mapping, company_import_choice, latin_name':
    'Payroll files on their way to a draft, and how a company’s files are read.',
  'bank_message, bank_message_company, bank_message_effect, bank_claim, bank_file_change, bank_file_proposal, bank_file_reading, unaccounted_file':
    'Files to and from banks, and every entry in them. What they change travels as the payout’s state.',
  'bank_finding, payout_outcome': 'Bank exceptions, and what people decided about them. Their acts travel as audit events.',
  'bank_profile.id, bank_profile.cut_off, bank_profile.time_zone, bank_profile.batch_booking, bank_profile.pain_version, bank_profile.category_purpose, bank_profile.umlauts, bank_profile.addresses, bank_profile.non_sepa, bank_profile.release_after_seconds, bank_profile.release_opens, bank_profile.release_days_before, bank_profile.version, bank_profile.closed_days, debtor_account':
    'How banks are to be addressed, and from which accounts money leaves.',
  'app_user, user_company, app_account, app_session, app_verification, app_two_factor, api_key, sign_in_link, sign_in_attempt, request_count':
    'People, services, sessions, keys and second factors. Nothing secret leaves the ledger.',
  'month_close, month_reopening, month_explanation, posting_account':
    'Closes of months, who signed them, and how their journals are posted. The acts travel as audit events, the figures are finance’s.',
  'saved_question, question_pin, export_file':
    'What people of finance ask under a name, what stands on their overviews, and the large files that they asked for.',
  set_up_change: 'Changes of the set-up that wait for a second administrator, and those that were decided.',
  idempotency_key: 'The answers to requests, so that a request sent twice is done once.',
  'relay_leader, kafka_loss, history_stop, heartbeat, covered_copy, change_latency, figure_minute, repair, worker_restart, session_end, comparison, mismatch, schema_migrations':
    'How the installation itself is doing.',
}

/** What documents of search have for their own upkeep: their kind, the payout’s whole state as it came, dead letters, and what comparisons add up. */
export const SEARCH_UPKEEP: readonly string[] = ['kind', 'state', 'note', 'at', 'bucket', 'fingerprintHigh', 'fingerprintLow']
