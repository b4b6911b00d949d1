// The rules are made from the table in stack/checks/folders.ts; `npm run check` and its planted violations read the same.
require('tsx/cjs')
const { importRules } = require('./stack/checks/import-rules.ts')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: importRules(),
  options: {
    doNotFollow: { path: ['(^|/)node_modules/', '(^|/)prisma/generated/'] },
    exclude: { path: ['^\\.next', '^\\.payledger/', '^next-env\\.d\\.ts$'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
