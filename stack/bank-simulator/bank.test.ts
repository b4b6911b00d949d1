import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { buildPain001 } from '@/iso20022/pain001'
import { readBankReport } from '@/iso20022/report'
import { makeIban } from '../test-runner/make-iban'
import { PLAIN } from '../test-runner/transfers'
import { foldersOf, makeFolders } from './bank-folders'
import { readPaid } from './paid-ledger'

let bankDir: string
let bank: ChildProcess | undefined

beforeEach(async () => {
  bankDir = mkdtempSync(join(tmpdir(), 'payledger-bank-'))
  await makeFolders(foldersOf(bankDir))
})

afterEach(async () => {
  await stop('SIGKILL')
  rmSync(bankDir, { recursive: true, force: true })
})

function start(answerDelayMs: number): void {
  bank = spawn(process.execPath, ['--import', 'tsx', 'stack/bank-simulator/main.ts'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, BANK_DIR: bankDir, BANK_ANSWER_DELAY_MS: String(answerDelayMs) },
  })
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (!bank || bank.exitCode !== null || bank.signalCode !== null) return
  const ended = once(bank, 'exit')
  bank.kill(signal)
  await ended
}

function hand(name: string, payments = 3): void {
  const { xml } = buildPain001(
    {
      messageId: name,
      createdAt: '2026-11-25T08:00:00.000Z',
      initiatingParty: 'Sample Works GmbH',
      blocks: [
        {
          paymentInformationId: `${name}-B`,
          debtor: { name: 'Sample Works GmbH', account: 'DE89370400440532013000', bic: 'COBADEFF', country: 'DE' },
          executionDate: '2026-11-25',
          rail: 'sepa',
          currency: 'EUR',
          batchBooking: true,
          salary: true,
          payments: Array.from({ length: payments }, (_, n) => ({
            instructionId: `${name}-${n}`,
            endToEndId: `${name}-${n}`,
            amountMinor: 1_000n + BigInt(n),
            currency: 'EUR',
            remittance: null,
            creditor: {
              name: 'Ana Sample',
              account: makeIban('ES', '21000418450200088888'),
              accountKind: 'iban',
              bic: null,
              country: 'ES',
            },
          })),
        },
      ],
    },
    PLAIN,
  )
  const { outbox, writing } = foldersOf(bankDir)
  writeFileSync(join(writing, `${name}.xml`), xml)
  renameSync(join(writing, `${name}.xml`), join(outbox, `${name}.xml`))
}

const inbox = (): string[] => readdirSync(foldersOf(bankDir).inbox).sort()
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 20_000, interval: 20 })

it('takes a file away and answers with a status and then a booking', { timeout: 30_000 }, async () => {
  start(0)
  hand('M1')
  await until(() => expect(inbox()).toEqual(['M1.1.camt054.xml', 'M1.1.pain002.xml']))
  const kinds = inbox().map((name) => readBankReport(readFileSync(join(foldersOf(bankDir).inbox, name))).kind)
  expect(kinds).toEqual(['camt.054', 'pain.002'])
  expect(readdirSync(foldersOf(bankDir).outbox)).toEqual([])
})

it('pays twice what it gets twice, and its own record shows it', { timeout: 30_000 }, async () => {
  start(0)
  hand('M1')
  await until(() => expect(existsSync(join(foldersOf(bankDir).answered, 'M1.1.xml'))).toBe(true))
  hand('M1')
  await until(() => expect(existsSync(join(foldersOf(bankDir).answered, 'M1.2.xml'))).toBe(true))
  const paid = await readPaid(foldersOf(bankDir).paid)
  expect(paid.map(({ endToEndId, times }) => `${endToEndId} ${times}`).sort()).toEqual([
    'M1-0 1',
    'M1-0 2',
    'M1-1 1',
    'M1-1 2',
    'M1-2 1',
    'M1-2 2',
  ])
})

it('finishes after kill -9 what it had taken: the same answers, and paid once', { timeout: 60_000 }, async () => {
  start(60_000)
  hand('M1')
  await until(() => expect(inbox()).toEqual(['M1.1.pain002.xml']))
  await stop('SIGKILL')
  const before = readFileSync(join(foldersOf(bankDir).inbox, 'M1.1.pain002.xml'), 'utf8')
  start(0)
  await until(() => expect(inbox()).toEqual(['M1.1.camt054.xml', 'M1.1.pain002.xml']))
  expect(readFileSync(join(foldersOf(bankDir).inbox, 'M1.1.pain002.xml'), 'utf8')).toBe(before)
  await until(() => expect(readdirSync(foldersOf(bankDir).answered)).toContain('M1.1.xml'))
  expect((await readPaid(foldersOf(bankDir).paid)).map(({ times }) => times)).toEqual([1, 1, 1])
})

it('ends with the process that started it', { timeout: 30_000 }, async () => {
  start(0)
  hand('M1', 1)
  await until(() => expect(inbox()).toHaveLength(2))
  const ended = once(bank as ChildProcess, 'exit')
  bank?.stdin?.end()
  expect((await ended)[0]).toBe(0)
})
