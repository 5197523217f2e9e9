/**
 * Import rules: arrows between packages, doors of rooms, and no cycles, `.vue` files included. Type imports count.
 * The arrows are drawn in docs/architecture.md.
 */

/** Our packages and the other packages of ours that each may import. */
const ARROWS = {
  'packages/contract': [],
  'packages/wechat': [],
  'packages/wechat-emulator': [],
  'packages/miniprogram-runner': [],
  'packages/config': [],
  'packages/accounts': [],
  'packages/server': ['packages/contract', 'packages/wechat', 'packages/config', 'packages/accounts'],
  'packages/cli': ['packages/accounts', 'packages/config', 'packages/contract', 'packages/wechat'],
  'apps/server': ['packages/server', 'packages/config', 'packages/accounts', 'packages/contract'],
  'apps/miniprogram': ['packages/contract', 'packages/config'],
}

const OURS = '^(?:packages|apps)/[^/]+/'

/** Doors of rooms, and what is imported by file: components and data, and what is loaded on demand or left out of a build. */
const DOORS = [
  '/index[.]ts$',
  '[.](vue|json)$',
  '^packages/cli/src/[^/]+/command[.]ts$',
  '^packages/wechat-emulator/src/cli/',
  '^packages/server/src/observability/prometheus-metrics[.]ts$',
  '^apps/miniprogram/src/(texts|sandbox|h5)/',
]

const arrows = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrows of ${from}`,
  comment: 'dependencies point one way: see docs/architecture.md',
  severity: 'error',
  from: { path: `^${from}/src/` },
  to: { path: OURS, pathNot: [from, ...to].map((path) => `^${path}/`) },
}))

export default {
  forbidden: [
    ...arrows,
    {
      name: 'no cycles',
      comment: 'two files that need each other are one thought, or one of them has a part that belongs elsewhere',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rooms have one door',
      comment: "import another room's files through its index.ts",
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/src/([^/]+)/' },
      to: { path: '^$1/$2/src/[^/]+/', pathNot: ['^$1/$2/src/$3/', ...DOORS] },
    },
    {
      name: 'the root goes through doors',
      comment: "import a room's files through its index.ts",
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/src/[^/]+$' },
      to: { path: '^$1/$2/src/[^/]+/', pathNot: DOORS },
    },
    {
      name: 'packages have one door',
      comment: 'import another package by its public entry',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^(packages|apps)/[^/]+/(src/[^/]+/|test/)',
        pathNot: ['^$1/$2/', '^packages/test-support/', '/index[.]ts$'],
      },
    },
    {
      name: 'tests, bench and scripts use public entries',
      comment: 'import a package by its name, through its public entry',
      severity: 'error',
      from: { path: '^(?:tests|bench|scripts)/' },
      to: { path: '^(packages|apps)/[^/]+/(src/[^/]+/|test/)', pathNot: '^packages/test-support/' },
    },
    {
      name: 'the product needs no test support',
      comment: 'packages/test-support is for tests',
      severity: 'error',
      from: { path: '^(?:packages|apps)/[^/]+/src/', pathNot: '^packages/test-support/' },
      to: { path: '^packages/test-support/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules|fixtures|fixture-uni|template)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.json'],
    },
  },
}
