import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readFileOfPage } from '../doc-code'

const BUTTON_PAGE = 'apps/miniprogram/README.md'
const SNIPPETS = ['src/App.vue', 'src/main.ts', 'src/pages/index/index.vue']

const root = fileURLToPath(new URL('../../..', import.meta.url))
const DEPENDENCIES = join(root, 'packages/miniprogram-runner/node_modules')

/** An empty uni-app as `create-uni` makes it. */
const BARE_APP = {
  'package.json': '{"private":true,"dependencies":{"@dcloudio/uni-app":"*","@dcloudio/uni-mp-weixin":"*"}}',
  'vite.config.mjs': `
    import uni from '@dcloudio/vite-plugin-uni'
    export default { plugins: [(uni.default ?? uni)()] }`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'esnext',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['esnext', 'dom'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['@dcloudio/types'],
    },
    include: ['src/**/*.ts', 'src/**/*.vue'],
  }),
  'src/env.d.ts': `
    declare module '*.vue' {
      import type { DefineComponent } from 'vue'
      const component: DefineComponent
      export default component
    }`,
  'src/manifest.json': '{"name":"bare","appid":"","vueVersion":"3","uniStatistics":{"enable":false}}',
  'src/pages.json': '{"pages":[{"path":"pages/index/index"}]}',
}

/** Reads the three snippets of a page about the button, for an API at this address. */
export function readButtonFiles(apiUrl: string, page = BUTTON_PAGE): Record<string, string> {
  const read = (file: string) => readFileOfPage(page, file).replace('https://api.example.com', apiUrl)
  return Object.fromEntries(SNIPPETS.map((file) => [file, read(file)]))
}

/** Puts the button's folder and files of its page into a bare uni-app, and builds that. */
export async function buildWithButton(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-button-'))
  for (const [file, text] of Object.entries({ ...BARE_APP, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  cpSync(join(root, 'apps/miniprogram/src/phone-number'), join(folder, 'src/phone-number'), { recursive: true })
  symlinkSync(DEPENDENCIES, join(folder, 'node_modules'))
  const output = join(folder, 'output')
  const env = { ...process.env, CI: '1', NODE_ENV: 'production', UNI_OUTPUT_DIR: output }
  const run = (command: string, args: string[]) => promisify(execFile)(command, args, { cwd: folder, env })
  await run(join(folder, 'node_modules/.bin/uni'), ['build', '-p', 'mp-weixin'])
  return {
    output,
    /** Rejects with the errors that the adopting project would see. */
    typeCheck: () => run(join(root, 'apps/miniprogram/node_modules/.bin/vue-tsc'), ['-p', 'tsconfig.json']),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true })
    },
  }
}
