/**
 * Who may import what: the table of ARCHITECTURE.md, read by dependency-cruiser. An entry names a folder, or a file without its ending.
 * A folder may always import itself; the longest row that fits a file is its row. Tests may import anything but another read model.
 */
export type Row = { folder: string; may: readonly string[] }

const WORKER = ['workers/kafka', 'events', 'platform', 'operations/heartbeat', 'operations/metrics', 'operations/thresholds']
// Of search also what is pure: the filters, a query's text as a value, its parts, and where it was met.
const READ_SIDES = [
  'search/reader',
  'search/progress',
  'search/filters',
  'search/query-language',
  'search/query-parts',
  'search/highlight',
  'finance/reader',
  'finance/progress',
  // What is asked, by name, and what proves the answer: both pure.
  'finance/mart-questions',
  'finance/questions',
  'finance/proof',
  'finance/dead-letters',
  'finance/exports',
  'finance/sql',
  'finance/close',
  'finance/why',
]
/** The rooms of the ledger, each of which may import those before it. Nobody else opens the journal but the relay. */
const LEDGER_ROOMS = [
  'transaction',
  'journal',
  'companies',
  'runs',
  'imports',
  'transmissions',
  'statements',
  'exceptions',
  'set-up',
  'mismatches',
  'repairs',
  'upkeep',
  'months',
  'finance-desk',
].map((room) => `payroll/${room}`)
const LEDGER = LEDGER_ROOMS.filter((room) => room !== 'payroll/journal')
/** What a room needs of one after it, each with its reason. */
const AHEAD: Readonly<Record<string, readonly string[]>> = {
  // Why a command says no, in the words of the rule that does. Both are pure; here they would be apart from their rules, or be said twice.
  'payroll/transaction': ['payroll/runs/hand-acts', 'payroll/runs/repetition'],
  // Of an approval and a booking at once one must see the other. Whoever approves or recalls could hand it in, and could forget it: then neither sees.
  'payroll/runs': ['payroll/statements/judge-paid-again'],
  // What a repair is called and in which states it may be: said once, for those who ask for it and those who do it.
  'payroll/repairs': ['operations/repairs/repair'],
  // From when on a process is silent: said once.
  'payroll/upkeep': ['operations/thresholds'],
}
/** Bytes and values, pure. */
const FORMATS = ['accounts', 'iso20022', 'payroll-files']
const ANYTHING = ['']

export const FOLDERS: readonly Row[] = [
  { folder: 'app', may: ['components', 'desks', ...FORMATS, ...LEDGER, ...READ_SIDES, 'operations', 'access', 'events', 'platform'] },
  // Of the app the types of its routes; of the stack what migrates a database.
  {
    folder: 'cli',
    may: [
      'app/call-api',
      'stack/migrate',
      ...FORMATS,
      ...LEDGER,
      'access',
      'operations',
      'search/health',
      // Packs are made again on the installation's own machine, past the processes.
      'finance/close',
      'workers/kafka',
      // Where it goes on with a restored ledger, past the process.
      'workers/bank-gateway/adopt',
      'workers/bank-gateway/folders',
      // From the landing, past every server.
      'finance/verify',
      'events',
      'platform',
    ],
  },
  { folder: 'desks', may: [...LEDGER, ...READ_SIDES, 'operations', 'events', 'platform'] },
  { folder: 'components', may: ['events/money', 'platform/freshness', 'platform/zoned-day'] },
  ...LEDGER_ROOMS.map((folder, n) => ({
    folder,
    may: [...FORMATS, 'events', 'prisma', 'platform', ...LEDGER_ROOMS.slice(0, n), ...(AHEAD[folder] ?? [])],
  })),
  { folder: 'prisma', may: [] },
  { folder: 'events', may: [] },
  { folder: 'payroll-files', may: ['accounts', 'iso20022', 'events/account', 'events/money', 'platform'] },
  { folder: 'iso20022', may: ['accounts', 'events/account', 'events/money', 'platform'] },
  { folder: 'accounts', may: [] },
  { folder: 'workers/kafka', may: ['events', 'platform'] },
  { folder: 'workers/projection', may: [...WORKER, 'workers/kafka', 'operations/repairs'] },
  { folder: 'workers/outbox-relay', may: [...WORKER, 'operations/repairs', 'payroll/journal'] },
  { folder: 'workers/search-projector', may: [...WORKER, 'workers/projection', 'operations/repairs', 'search'] },
  { folder: 'workers/finance-loader', may: [...WORKER, 'workers/projection', 'operations/repairs', 'finance'] },
  { folder: 'workers/bank-gateway', may: [...WORKER, ...FORMATS, ...LEDGER] },
  { folder: 'workers/jobs', may: [...WORKER, 'operations', 'desks', ...LEDGER, 'access'] },
  {
    folder: 'workers/reconciler',
    // How the relay numbers is pure, and is done here again.
    may: [
      ...WORKER,
      'operations',
      ...LEDGER,
      'payroll/journal/relay/numbering',
      ...READ_SIDES,
      'search/client',
      'search/hold-index',
      'finance/hold-facts',
      'finance/definition',
    ],
  },
  { folder: 'search', may: ['events', 'platform'] },
  { folder: 'finance', may: ['events', 'platform'] },
  { folder: 'operations', may: ['events', 'prisma', 'platform'] },
  { folder: 'access', may: ['prisma', 'platform'] },
  { folder: 'platform', may: [] },
  // Nobody imports these four, because no row above names them.
  { folder: 'stack', may: ANYTHING },
  { folder: 'e2e', may: ANYTHING },
  { folder: 'bench', may: ANYTHING },
  { folder: 'faults', may: ANYTHING },
]

/** The folders of the product itself; the other four start it, test it and measure it. */
export const AROUND_THE_PRODUCT = ['stack', 'e2e', 'bench', 'faults']

/** Packages and files that open a store, and the only places that may hold one. The one road to a copy is a committed outbox row. */
export const STORES: readonly { what: string; packages: readonly string[]; files: readonly string[]; only: readonly string[] }[] = [
  { what: 'kafka', packages: ['kafkajs'], files: [], only: ['workers/kafka'] },
  { what: 'elasticsearch', packages: ['@elastic/elasticsearch'], files: [], only: ['search'] },
  { what: 'queue', packages: ['pg-boss'], files: [], only: ['workers/jobs'] },
  { what: 'duckdb', packages: ['@duckdb'], files: [], only: ['finance'] },
  {
    what: 'ledger',
    packages: ['pg', '@prisma/client', '@prisma/adapter-pg'],
    files: ['prisma'],
    only: ['payroll', 'operations', 'access', 'prisma'],
  },
]

/** The three that never see each other. */
export const STRANGERS = ['payroll', 'search', 'finance']

/** What changes a copy, and the one process that may. */
export const WRITERS = [
  { files: '^search/(write|rebuild|projection)', only: ['search', 'workers/search-projector'] },
  { files: '^finance/(landing|rebuild|build|publish|advance|projection)', only: ['finance', 'workers/finance-loader', 'bench/finance'] },
]

/** Names that say nothing about what lies inside. */
export const FOLDERS_REFUSED = ['lib', 'utils', 'shared', 'common', 'core', 'helpers', 'services']
