import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import pluginVue from 'eslint-plugin-vue'

const noDom = 'a mini program has no DOM'
const domGlobals = [
  'document',
  'window',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'fetch',
  'XMLHttpRequest',
]

/** Which of our packages a folder must not import; `typesOnly` ones may be imported with `import type`. */
function forbids(files, forbidden, typesOnly = []) {
  const patterns = [
    { regex: '^(\\.\\./)+(apps|packages)/', message: 'import the package by its name, through its public entry' },
    ...forbidden.map((name) => ({
      regex: `^@uni-phone/${name}(/|$)`,
      message: 'dependencies point one way: see docs/architecture.md',
    })),
    ...typesOnly.map((regex) => ({
      regex,
      allowTypeImports: true,
      message: 'types only: what is imported here is downloaded by every phone',
    })),
  ]
  return { files, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } }
}

export default defineConfigWithVueTs(
  { ignores: ['**/dist/**', '**/*.{js,cjs,mjs}', '**/schemas/openapi.d.ts', 'packages/create-uni-phone/template/**'] },
  { files: ['**/*.{ts,vue}'] },
  pluginVue.configs['flat/recommended'],
  vueTsConfigs.strictTypeChecked,
  {
    rules: {
      // Biome lays the templates out
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-undef-properties': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'no-duplicate-imports': 'error',
      '@typescript-eslint/method-signature-style': ['error', 'property'],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      // a function that must return a promise is `async` even where it has nothing to wait for
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['apps/miniprogram/src/**'],
    rules: {
      'no-restricted-globals': ['error', ...domGlobals.map((name) => ({ name, message: noDom }))],
    },
  },
  forbids(
    ['apps/miniprogram/src/**'],
    ['config', 'server', 'wechat', 'wechat-emulator', 'miniprogram-runner', 'contract/schemas'],
    ['^@uni-phone/contract$'],
  ),
  forbids(['apps/server/src/**', 'packages/server/src/**'], ['miniprogram', 'wechat-emulator', 'miniprogram-runner']),
  forbids(
    ['packages/config/**'],
    ['server', 'miniprogram', 'contract', 'wechat', 'wechat-emulator', 'miniprogram-runner'],
  ),
  forbids(
    ['packages/accounts/**'],
    ['config', 'server', 'miniprogram', 'contract', 'wechat', 'wechat-emulator', 'miniprogram-runner'],
  ),
  forbids(['packages/contract/src/**'], ['server', 'miniprogram', 'wechat', 'wechat-emulator', 'miniprogram-runner']),
  forbids(['packages/wechat/src/**'], ['server', 'miniprogram', 'contract', 'wechat-emulator', 'miniprogram-runner']),
  forbids(['packages/wechat-emulator/**'], ['server', 'miniprogram', 'contract', 'wechat', 'miniprogram-runner']),
  forbids(['packages/miniprogram-runner/**'], ['server', 'miniprogram', 'contract', 'wechat', 'wechat-emulator']),
)
