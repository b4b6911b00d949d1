/** The table as dependency-cruiser's rules. */
import { AROUND_THE_PRODUCT, FOLDERS, type Row, STORES, STRANGERS, WRITERS } from './folders'

const TEST = '\\.test\\.tsx?$'
const OURS = `^(${[...new Set(FOLDERS.map(({ folder }) => folder.split('/')[0]))].join('|')})/`

/** One rule per row, per store, per stranger and per writer, and what holds everywhere. */
export function importRules() {
  return [
    ...FOLDERS.filter(({ may }) => !may.includes('')).map(rowRule),
    ...STORES.map(({ what, packages, files, only }) => ({
      name: `${what}-only-in-its-place`,
      severity: 'error' as const,
      // Packages of a fixture below this checkout are found above it: "../../node_modules/".
      from: { path: OURS, pathNot: [...places([...only, ...AROUND_THE_PRODUCT]), TEST] },
      to: { path: [...packages.map((name) => `(^|/)node_modules/${name}(/|$)`), ...places(files)] },
    })),
    ...STRANGERS.map((folder) => ({
      name: `${folder}-knows-no-other-store`,
      severity: 'error' as const,
      from: { path: places([folder]) },
      to: { path: places(STRANGERS.filter((other) => other !== folder)) },
    })),
    ...WRITERS.map(({ files, only }) => ({
      name: `${only[0]}-written-by-one-process`,
      severity: 'error' as const,
      from: { path: OURS, pathNot: [...places(only), TEST] },
      to: { path: files },
    })),
    {
      name: 'across-folders-by-alias',
      severity: 'error' as const,
      from: { path: '^([^/]+)/' },
      to: { path: OURS, pathNot: '^$1/', dependencyTypesNot: ['aliased' as const] },
    },
    { name: 'no-cycle', severity: 'error' as const, from: { pathNot: '(^|/)node_modules/' }, to: { circular: true } },
    { name: 'found', severity: 'error' as const, from: {}, to: { couldNotResolve: true } },
  ]
}

function rowRule({ folder, may }: Row) {
  const moreSpecific = FOLDERS.filter((row) => row.folder.startsWith(`${folder}/`)).map((row) => row.folder)
  return {
    name: `${folder.replaceAll('/', '-')}-imports`,
    severity: 'error' as const,
    from: { path: places([folder]), pathNot: [...places(moreSpecific), TEST] },
    to: { path: OURS, pathNot: places([folder, ...may]) },
  }
}

/** "search/reader" is the folder search/reader or the file search/reader.ts. */
function places(names: readonly string[]): string[] {
  return names.map((name) => `^${name}(/|\\.tsx?$)`)
}
