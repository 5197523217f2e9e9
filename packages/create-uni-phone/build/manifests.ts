import { join } from 'node:path'
import { readManifest, versionsOf } from './versions'

const toJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Tests of this repository need them. */
const ONLY_HERE = ['@uni-phone/test-support', '@vue/compiler-dom', '@vue/server-renderer', '@vue/test-utils']

interface AppManifest {
  readonly name: string
  readonly type?: 'module'
  readonly scripts: Readonly<Record<string, string>>
  /** Dependencies that only a project has. */
  readonly added: Readonly<Record<string, string>>
  /** Dependencies of the tests that only a project has. */
  readonly tests: Readonly<Record<string, string>>
}

const APPS: Readonly<Record<string, AppManifest>> = {
  'apps/miniprogram': {
    name: 'miniprogram',
    scripts: {
      'type-check': 'vue-tsc -p tsconfig.app.json && vue-tsc -p tsconfig.test.json && tsc -p tsconfig.node.json',
    },
    added: { '@uni-phone/button': 'workspace:*' },
    tests: { '@uni-phone/cli': 'workspace:*', '@uni-phone/miniprogram-runner': 'workspace:*' },
  },
  'apps/server': {
    name: 'server',
    type: 'module',
    scripts: { build: 'rolldown -c', 'type-check': 'tsc -p tsconfig.json' },
    added: {},
    tests: { '@uni-phone/accounts': 'workspace:*', '@uni-phone/wechat': 'workspace:*' },
  },
}

const sort = (dependencies: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(dependencies).sort())

/** Returns the manifest of an app in a project: its dependencies are those of the app here. */
export function createAppManifest(root: string, app: 'apps/miniprogram' | 'apps/server'): string {
  const pin = versionsOf(root)
  const { name, added, tests, ...others } = APPS[app] as AppManifest
  const { dependencies = {}, devDependencies = {} } = readManifest(join(root, app))
  const needed = Object.entries({ ...devDependencies, ...tests }).filter(([each]) => !ONLY_HERE.includes(each))
  return toJson({
    name: `{{scope}}/${name}`,
    version: '0.1.0',
    private: true,
    ...others,
    dependencies: pin(sort({ ...dependencies, ...added })),
    devDependencies: pin(sort(Object.fromEntries(needed))),
  })
}

/** Returns a manifest of `template/` with versions in place of `catalog:` and `workspace:`. */
export function fillInVersions(root: string, text: string): string {
  const manifest = JSON.parse(text) as { devDependencies: Record<string, string> }
  return toJson({ ...manifest, devDependencies: versionsOf(root)(manifest.devDependencies) })
}
