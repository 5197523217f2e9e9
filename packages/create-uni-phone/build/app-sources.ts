import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTree } from './read-tree'

/**
 * Parts of `apps/miniprogram` that a project gets: the app, and the tests that need nothing of this repository. The
 * button's folder is the package `@uni-phone/button` there.
 */
const MINI_PROGRAM = [
  /^src\/(?!phone-number\/)/,
  /^build\//,
  /^(index\.html|tsconfig\.\w+\.json|tsconfig\.json|vite\.config\.ts|vitest\.config\.mts|volar-uni\.cjs)$/,
  /^test\/(api-base-url\.test|support\/uni-app)\.ts$/,
]

const SERVER = [/^src\//, /^rolldown\.config\.mjs$/, /^tsconfig\.json$/]

/** A change that a file needs outside this repository. It has to apply: a source that moved on is noticed at build time. */
interface Change {
  readonly path: RegExp
  readonly from: RegExp
  readonly to: string
}

const CHANGES: readonly Change[] = [
  {
    path: /^apps\/miniprogram\/vite\.config\.ts$/,
    from: /^\/\/ by path:.*\n(import .* from )'\.\.\/\.\.\/packages\/config\/src\/index'/m,
    to: "$1'@uni-phone/config'",
  },
  {
    path: /^apps\/miniprogram\/build\/uni-overrides\.ts$/,
    from: /, '\.\.\/\.\.\/packages\/contract\/src'/,
    to: '',
  },
  {
    // its packages are installed, not edited; and uni-app writes a component only under a path inside the app
    path: /^apps\/miniprogram\/build\/uni-overrides\.ts$/,
    from: / \* Reverts two settings[\s\S]*?With `fs\.strict` off/,
    to: " * Reverts a setting that uni-app's own plugin forces. With `fs.strict` off",
  },
  {
    path: /^apps\/miniprogram\/build\/uni-overrides\.ts$/,
    from: / *resolve: \{ preserveSymlinks: false \},\n/,
    to: '',
  },
  {
    path: /^apps\/miniprogram\/(index\.html|src\/(manifest\.json|pages\.json|texts\/messages\.ts|h5\/OpenInWeChat\.vue))$/,
    from: /(?<![@\w-])uni-phone(?![\w-])/g,
    to: '{{title}}',
  },
  {
    path: /^apps\/miniprogram\/src\/manifest\.json$/,
    from: /"touristappid"/,
    to: '"{{appId}}"',
  },
  {
    path: /^\.env\.example$/,
    from: /^# (DATABASE_URL=)\n/m,
    to: '# {{#no-accounts}}\n$1off\n# {{/no-accounts}}\n# {{#accounts}}\n# $1\n# {{/accounts}}\n# {{#postgresql}}\n\n# compose.yaml 中数据库的密码\n# Password of the database in compose.yaml\nPOSTGRES_PASSWORD=\n# {{/postgresql}}\n',
  },
  {
    path: /^\.env\.example$/,
    from: /^(# `pnpm diagnose` checks it\.) Generated .*$/m,
    to: '$1',
  },
]

/** Vite reads `.mts` as a module, which may import a package of modules by its name. */
const RENAMED: Readonly<Record<string, string>> = {
  'apps/miniprogram/vite.config.ts': 'apps/miniprogram/vite.config.mts',
}

/** The button's folder, seen from any file of the app. */
const BUTTON_FOLDER = /(['"])\.{1,2}\/(?:\.\.\/)*phone-number(?=\1|\/(?:PhoneNumberButton\.vue|button\.css)\1)/g

function change(path: string, source: string): string {
  const text = source.replace(BUTTON_FOLDER, '$1@uni-phone/button')
  return CHANGES.filter((each) => each.path.test(path)).reduce((before, { from, to }) => {
    const after = before.replace(from, to)
    if (after === before) throw new Error(`${path} has nothing like ${String(from)} any more: see build/app-sources.ts`)
    return after
  }, text)
}

function readApp(root: string, app: string, wanted: readonly RegExp[]): [path: string, text: string][] {
  const files = [...readTree(join(root, app))].filter(([path]) => wanted.some((pattern) => pattern.test(path)))
  return files.map(([path, text]) => {
    const full = `${app}/${path}`
    return [RENAMED[full] ?? full, change(full, text)]
  })
}

export const readMiniProgram = (root: string) => readApp(root, 'apps/miniprogram', MINI_PROGRAM)
export const readServer = (root: string) => readApp(root, 'apps/server', SERVER)

/** Returns a file of the root as a project gets it. */
export function readRootFile(root: string, path: string): [path: string, text: string] {
  return [path, change(path, readFileSync(join(root, path), 'utf8'))]
}
