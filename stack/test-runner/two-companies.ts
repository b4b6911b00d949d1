/** Two companies with everything that can be of one: for tests of who sees what. Made by the commands that people and the gateway use. */
import { createHash, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBankFile } from '@/iso20022/report'
import { createCompany } from '@/payroll/companies/create-company'
import { beginCheck } from '@/payroll/imports/begin-check'
import { beginImport } from '@/payroll/imports/begin-import'
import { importPath } from '@/payroll/imports/files'
import { applyBankFile } from '@/payroll/statements/apply'
import { proposeBankFile } from '@/payroll/statements/by-hand'
import { unfinishedFiles } from '@/payroll/transmissions/due-releases'
import { planRelease } from '@/payroll/transmissions/plan-release'
import { beginTransmission, doubtTransmission } from '@/payroll/transmissions/record-transmission'
import { inspectPayrollFile } from '@/payroll-files/inspect'
import { keepByHash } from '@/platform/archive'
import type { Sent } from './bank-says'
import { Amt, document, entry, payment } from './bank-xml'
import { checkNow } from './check-now'
import {
  ACCOUNT_HASH_KEY,
  approvedRun,
  callOf,
  done,
  draftRun,
  gatewayCall,
  PREPARER,
  sentRun,
  submittedRun,
  type TestLedger,
} from './ledger'

type Side = Record<'company' | 'run' | 'draft' | 'payout' | 'import' | 'finding' | 'message' | 'proposal' | 'account', string>

export type TwoCompanies = {
  ours: Side
  theirs: Side
  /** Texts that only who works for the other company may read. */
  marksOfTheirs: string[]
  /** Received messages: of both companies' accounts; of ours alone; and on theirs, with the id of one of ours. */
  mixedMessage: string
  ownMessage: string
  ownSha256: string
  setAsideMessage: string
  /** Versions and states of everything of theirs. */
  stateOfTheirs(): Promise<unknown>
  /** More runs, files, findings and imports of theirs. */
  moreOfTheirs(): Promise<void>
}

const OUR_ACCOUNT = 'DE02120300000000202051'
const THEIR_ACCOUNT = 'NL91ABNA0417164300'
const HEADER = 'employee_number,employee_name,country,account,bic,currency,amount'
const OUR_PEOPLE = ['Otto Ours', 'DE89370400440532013000'] as const
const THEIR_PEOPLE = ['Zebedee Quux', 'ES9121000418450200051332'] as const

export async function twoCompanies(test: TestLedger, env: Record<string, string>): Promise<TwoCompanies> {
  const theirCompany = await createCompany(test.ledger, {
    code: 'BRV',
    name: 'Bravo Secret',
    country: 'NL',
    bank: { name: 'Their Bank', cutOff: '16:30', timeZone: 'Europe/Amsterdam', batchBooking: false, releaseAfterSeconds: 0 },
    accounts: [{ currency: 'EUR', account: THEIR_ACCOUNT, bic: 'ABNANL2A', home: true }],
  })
  const makers = {
    ours: new Maker(test, env, OUR_ACCOUNT, OUR_PEOPLE, 1000),
    theirs: new Maker({ ...test, companyId: theirCompany }, env, THEIR_ACCOUNT, THEIR_PEOPLE, 7770),
  }
  const [us, them] = [await makers.ours.sent(), await makers.theirs.sent()]
  const own = await makers.ours.booked('own', statementOf('OWN-1', OUR_ACCOUNT, us[0]), 'OWN-1')
  const mixed = await makers.ours.booked('mixed', statementOf('MIXED', OUR_ACCOUNT, us[1]) + statementOf('MIXED', THEIR_ACCOUNT, them[1]))
  const aside = await makers.theirs.booked('aside', statementOf('OWN-1', THEIR_ACCOUNT, them[0]), 'OWN-1')
  const [ours, theirs] = [await makers.ours.everything(), await makers.theirs.everything()]
  return {
    ours,
    theirs,
    marksOfTheirs: ['BRV-2026', 'Bravo Secret', 'Zebedee Quux', 'bravo-payroll.csv', theirCompany, 'Quux Landlord'],
    mixedMessage: mixed.id,
    ownMessage: own.id,
    ownSha256: own.sha256,
    setAsideMessage: aside.id,
    stateOfTheirs: () => test.ledger.$queryRaw`
      SELECT (SELECT json_agg(row(id, version, status) ORDER BY id) FROM payroll_run WHERE company_id = ${theirCompany}::uuid) AS runs,
        (SELECT json_agg(row(p.id, p.version, p.status) ORDER BY p.id) FROM payout p JOIN payroll_run r ON r.id = p.run_id WHERE r.company_id = ${theirCompany}::uuid) AS payouts,
        (SELECT json_agg(row(id, state, attempt) ORDER BY id) FROM payroll_import WHERE company_id = ${theirCompany}::uuid) AS imports,
        (SELECT json_agg(row(id, version) ORDER BY id) FROM bank_finding WHERE company_id = ${theirCompany}::uuid) AS findings,
        (SELECT json_agg(row(m.id, m.status, m.denial_version, m.later_version, m.execution_date) ORDER BY m.id) FROM bank_message m) AS messages,
        (SELECT json_agg(row(id, version) ORDER BY id) FROM bank_file_proposal) AS proposals`,
    moreOfTheirs: async () => {
      await makers.theirs.everything()
      await makers.theirs.booked('more', statementOf('MORE', THEIR_ACCOUNT, (await makers.theirs.sent())[0]))
    },
  }
}

/** What one company's people and bank do. */
class Maker {
  #count = 0

  constructor(
    readonly test: TestLedger,
    readonly env: Record<string, string>,
    readonly account: string,
    readonly people: readonly [name: string, account: string],
    readonly amount: number,
  ) {}

  #csv(account = this.people[1]): string {
    const row = (n: number, to: string) => `${n},${this.people[0]} ${n},${to.slice(0, 2)},${to},,EUR,${this.amount + ++this.#count}.0${n}`
    return `${[HEADER, row(1, this.people[1]), row(2, account)].join('\n')}\n`
  }

  async sent(): Promise<[Sent, Sent]> {
    const { id } = await sentRun(this.test, this.#csv())
    return (await this.test.ledger.$queryRaw<Sent[]>`
      SELECT i.end_to_end_id AS "endToEndId", p.amount_minor AS "amountMinor", p.currency
      FROM payout p JOIN settlement_instruction i ON i.payout_id = p.id WHERE p.run_id = ${id}::uuid ORDER BY p.line_number`) as unknown as [
      Sent,
      Sent,
    ]
  }

  /** The gateway takes in a camt.053 with these statements. */
  async booked(name: string, statements: string, messageId = `${name}-${randomUUID()}`): Promise<{ id: string; sha256: string }> {
    const bytes = statementFile(messageId, statements)
    const sha256 = await keepByHash(join(this.env.BANK_DIR ?? '', 'archive'), bytes)
    const { documents } = await readBankFile(bytes, `${name}.xml`)
    done(await applyBankFile(this.test.ledger, gatewayCall(), { fileName: `${name}.xml`, sha256 }, documents))
    const row = await this.test.ledger.$queryRaw<{ id: string }[]>`SELECT id FROM bank_message WHERE file_sha256 = ${sha256}`
    return { id: row[0]?.id ?? '', sha256 }
  }

  /** One of each. */
  async everything(): Promise<Side> {
    const { test } = this
    const draft = done(await draftRun(test, this.#csv())).id
    const run = (await submittedRun(test, this.#csv())).id
    const [payout] = await test.ledger.$queryRaw<{ id: string }[]>`SELECT id FROM payout WHERE run_id = ${run}::uuid LIMIT 1`
    const message = await this.#inDoubt()
    const landlord = entry(
      Amt({ amountMinor: BigInt(this.amount + ++this.#count) }),
      `<AddtlNtryInf>${this.people[0].split(' ')[1]} Landlord</AddtlNtryInf>`,
    )
    const id = randomUUID()
    await this.booked('rent', `<Stmt><Id>${id}</Id>${accountOf(this.account)}${landlord}</Stmt>`)
    const [finding] = await test.ledger.$queryRaw<{ id: string }[]>`
      SELECT id FROM bank_finding WHERE company_id = ${test.companyId}::uuid AND state = 'open' ORDER BY id DESC LIMIT 1`
    const proposal = await this.#proposed()
    return {
      company: test.companyId,
      run,
      draft,
      payout: payout?.id ?? '',
      import: await this.#refused(),
      finding: finding?.id ?? '',
      message,
      proposal,
      account: this.account,
    }
  }

  async #inDoubt(): Promise<string> {
    const { ledger } = this.test
    const { id } = await approvedRun(this.test, this.#csv())
    const { messages } = done(await planRelease(ledger, gatewayCall(), id))
    const file = (await unfinishedFiles(ledger)).find(({ fileName }) => fileName === `${messages[0]}.xml`)
    const sha256 = await keepByHash(
      join(this.env.BANK_DIR ?? '', 'archive'),
      Buffer.from(`to the bank: ${file?.fileName} ${this.people[0]}`),
    )
    done(await beginTransmission(ledger, gatewayCall(), file?.id ?? '', sha256))
    done(await doubtTransmission(ledger, gatewayCall(), file?.id ?? ''))
    return file?.id ?? ''
  }

  async #proposed(): Promise<string> {
    const [sent] = await this.sent()
    const bytes = statementFile(randomUUID(), statementOf(randomUUID(), this.account, sent))
    const { documents } = await readBankFile(bytes, 'by-mail.xml')
    const sha256 = await keepByHash(join(this.env.BANK_DIR ?? '', 'archive'), bytes)
    const reason = { reason: `${this.people[0]} has it by mail`, seen: null }
    return done(await proposeBankFile(this.test.ledger, callOf(PREPARER), { fileName: 'by-mail.xml', sha256 }, documents, reason)).id
  }

  /** A payroll file with a row that is refused. */
  async #refused(): Promise<string> {
    const { ledger, companyId } = this.test
    const [id, text] = [randomUUID(), this.#csv(`${this.people[1].slice(0, 2)}00`)]
    const importDir = this.env.IMPORT_DIR ?? ''
    writeFileSync(importPath(importDir, id), text)
    const fileName = this.account === OUR_ACCOUNT ? 'our-payroll.csv' : 'bravo-payroll.csv'
    const sighting = await inspectPayrollFile({ name: fileName, path: importPath(importDir, id) })
    if (sighting.kind === 'refused') throw new Error(sighting.sentence)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const named = { id, companyId, period: '2026-11', payDate: '2026-11-25', fileName, sizeBytes: text.length, sha256 }
    done(await beginImport(ledger, callOf(PREPARER), { ...named, fingerprint: 'f', direct: false, sighting, mapping: sighting.mapping }))
    done(await beginCheck(ledger, callOf(PREPARER), id))
    await checkNow({ ledger, importDir, accountHashKey: ACCOUNT_HASH_KEY }, id)
    return id
  }
}

const accountOf = (iban: string): string => `<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>`
const statementOf = (id: string, account: string, sent: Sent): string =>
  `<Stmt><Id>${id} ${sent.endToEndId}</Id>${accountOf(account)}${entry(Amt(sent), `<NtryDtls>${payment(sent)}</NtryDtls>`)}</Stmt>`

const statementFile = (messageId: string, statements: string): Buffer =>
  Buffer.from(
    document(
      'camt.053.001.08',
      `<BkToCstmrStmt><GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-11-25T18:00:00+01:00</CreDtTm></GrpHdr>${statements}</BkToCstmrStmt>`,
    ),
  )
