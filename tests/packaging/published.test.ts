import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { downloadPackage, PUBLISHED, type SharedRegistry, sharedRegistry } from '@uni-phone/test-support/packages'
import { freePort, FULL } from '@uni-phone/test-support/services'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readCode, readFileOfPage } from '../docs/doc-code'
import { execForm, readDockerfile, valueOf } from './container/dockerfile'
import { buildImage } from './container/image'
import { openStranger, type Service, type Stranger } from './published/stranger'
import { TYPE_OPTIONS, TYPED_PROGRAM } from './published/typed-program'

const PHONE_NUMBER = '13800138000'
const JSON_TYPE = { 'content-type': 'application/json' }

/** Packages of others that the programs need. */
const OF_OTHERS = ['hono', '@hono/node-server', 'typescript', '@types/node', 'rolldown', 'playwright-core']

const PEOPLE = `
  import { openAccounts } from '@uni-phone/accounts'
  const accounts = await openAccounts({ url: 'people.db', appId: 'wx0000000000000000' })
  const phone = { countryCode: '86', purePhoneNumber: '${PHONE_NUMBER}' }
  const { token } = await accounts.signInWithPhone({ phone, exchangeId: crypto.randomUUID() })
  const session = await accounts.readSession(token)
  await accounts.signOut(token)
  console.log(session.account.phone.purePhoneNumber.slice(-4), await accounts.readSession(token))
  await accounts.close()
`

/** These are packages of ES modules: what `require` and the resolution of before Node 16 make of them does not count. */
const NOT_MEANT = ['node10', 'node16-cjs']

const counts = (problem: Problem) => !('resolutionKind' in problem && NOT_MEANT.includes(problem.resolutionKind))

describe.skipIf(!FULL)('from a registry', () => {
  let registry: SharedRegistry

  beforeAll(async () => {
    registry = await sharedRegistry()
  })

  describe.each(PUBLISHED)('%s', (name) => {
    let tarball: Uint8Array<ArrayBuffer>

    beforeAll(async () => {
      tarball = await downloadPackage(registry.url, name)
    })

    test('the package passes publint', async () => {
      const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
      expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
    })

    test('its types are right for Node and for bundlers', async () => {
      const result = await checkPackage(createPackageFromTarballData(tarball), {
        excludeEntrypoints: [/\.(vue|css)$/],
      })
      expect(result).toMatchObject({ types: { kind: 'included' } })
      expect('problems' in result ? result.problems.filter(counts) : []).toEqual([])
    })

    test('it holds its licence, a page in each language, what it says it holds, and no source', () => {
      const packed = createPackageFromTarballData(tarball)
      const files = packed.listFiles().map((file) => file.replace(`/node_modules/${name}/`, ''))
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json']))
      expect(files.filter((file) => /^(src|test|bench|node_modules)\/|tsconfig/.test(file))).toEqual([])
    })
  })

  describe('a stranger, who installs them in an empty folder,', () => {
    let stranger: Stranger
    let emulator: Service
    let account: NodeJS.ProcessEnv

    async function createCode(): Promise<string> {
      const body = JSON.stringify({ phoneNumber: PHONE_NUMBER })
      const reply = await fetch(`${emulator.url}/_emulator/phone-codes`, { method: 'POST', headers: JSON_TYPE, body })
      return ((await reply.json()) as { code: string }).code
    }

    async function sendCode(api: string): Promise<unknown> {
      const body = JSON.stringify({ code: await createCode() })
      return (await fetch(`${api}/api/v1/phone-number`, { method: 'POST', headers: JSON_TYPE, body })).json()
    }

    beforeAll(async () => {
      stranger = openStranger(registry)
      emulator = await stranger.serve('npx', ['--yes', '@uni-phone/wechat-emulator', '--port', '0'])
      account = {
        WECHAT_APPID: SANDBOX_APP_ID,
        WECHAT_SECRET: SANDBOX_APP_SECRET,
        WECHAT_API_BASE_URL: emulator.url,
        HOST: '127.0.0.1',
        PORT: '0',
      }
      // the button is for uni-app, and create-uni-phone makes projects: create.test.ts
      const ours = PUBLISHED.filter((name) => !['@uni-phone/button', 'create-uni-phone'].includes(name))
      await stranger.install(...ours, ...OF_OTHERS)
    })

    afterAll(async () => {
      await emulator[Symbol.asyncDispose]()
      stranger.remove()
    })

    test('has the console of the emulator', async () => {
      for (const path of [
        '',
        '/_emulator/console/main.js',
        '/_emulator/console/components.css',
        '/_emulator/schemas/openapi.json',
      ])
        expect((await fetch(emulator.url + path)).status).toBe(200)
    })

    test('builds an image of the emulator, which other containers call by the name that it was told', async () => {
      const installed = join(stranger.folder, 'node_modules/@uni-phone/wechat-emulator')
      const stages = readDockerfile('packages/wechat-emulator/Dockerfile')
      const image = buildImage(stages, (context) => {
        cpSync(installed, context, { recursive: true, dereference: true })
      })
      onTestFinished(image.remove)
      expect(readdirSync(image.folder)).toEqual(['emulator.mjs'])
      const [, ...args] = execForm(valueOf(stages.at(-1), 'ENTRYPOINT'))
      const port = String(await freePort())
      const settings = { PATH: process.env.PATH, EMULATOR_PORT: port }
      const child = spawn(process.execPath, [...args, '--allow-host', 'wechat'], { cwd: image.folder, env: settings })
      onTestFinished(() => void child.kill('SIGKILL'))
      await once(createInterface(child.stdout), 'line')
      const statusAs = (host: string) =>
        new Promise<number | undefined>((resolve) => {
          get({ port, path: '/_emulator/state', headers: { host } }, (reply) => {
            resolve(reply.resume().statusCode)
          })
        })
      expect(await Promise.all([`localhost:${port}`, `wechat:${port}`, 'evil.example'].map(statusAs))).toEqual([
        200, 200, 403,
      ])
      const [, ...check] = execForm(valueOf(stages.at(-1), 'HEALTHCHECK'))
      const isHealthy = (env: NodeJS.ProcessEnv) =>
        stranger.run(process.execPath, check, env).then(
          () => true,
          () => false,
        )
      expect([await isHealthy(settings), await isHealthy({ EMULATOR_PORT: '1' })]).toEqual([true, false])
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
    })

    test('compiles a program that uses the types of all of them', async () => {
      stranger.write({
        'program.ts': TYPED_PROGRAM,
        'tsconfig.json': JSON.stringify({ compilerOptions: TYPE_OPTIONS, files: ['program.ts'] }),
      })
      const failure = (error: unknown) => (error as { stdout: string }).stdout
      expect(await stranger.run(process.execPath, ['node_modules/typescript/bin/tsc']).catch(failure)).toBe('')
    })

    test('gets a number with the client of WeChat', async () => {
      stranger.write({ 'exchange.mjs': readFileOfPage('packages/wechat/README.md', 'exchange.mjs') })
      const output = await stranger.run(process.execPath, ['exchange.mjs', await createCode()], account)
      expect(output).toBe(`+86 ${PHONE_NUMBER}\n`)
    })

    test.each(['packages/server/README.md', 'packages/server/README.zh-CN.md'])(
      'runs a server, as %s says',
      async (page) => {
        stranger.write({
          'server.mjs': readFileOfPage(page, 'server.mjs'),
          'ask.mjs': readFileOfPage('packages/contract/README.md', 'ask.mjs'),
          'program.mjs': `
          import { askForNumber } from './ask.mjs'
          const [api, code] = process.argv.slice(2)
          console.log((await askForNumber(api, code)).purePhoneNumber)
          await askForNumber(api, code).catch((error) => console.log(error.message))`,
        })
        await using server = await stranger.serve(process.execPath, ['server.mjs'], account)
        expect(await sendCode(server.url)).toMatchObject({ phoneNumber: PHONE_NUMBER, data: { memberOf: '86' } })
        const output = await stranger.run(process.execPath, ['program.mjs', server.url, await createCode()])
        expect(output).toBe(`${PHONE_NUMBER}\ncode_rejected, retryable: false\n`)
      },
    )

    test('mounts the app in a server of their own', async () => {
      stranger.write({ 'mounted.mjs': readFileOfPage('packages/server/README.md', 'mounted.mjs') })
      await using server = await stranger.serve(process.execPath, ['mounted.mjs'], account)
      expect(await (await fetch(server.url)).text()).toBe('hello')
      expect(await sendCode(server.url)).toMatchObject({ phoneNumber: PHONE_NUMBER, data: { endsIn: '8000' } })
    })

    test('signs somebody in, with a file', async () => {
      stranger.write({ 'people.mjs': PEOPLE })
      expect(await stranger.run(process.execPath, ['people.mjs'])).toBe('8000 undefined\n')
    })

    test('reads the configuration', async () => {
      stranger.write({ 'settings.mjs': readFileOfPage('packages/config/README.md', 'settings.mjs') })
      expect(await stranger.run(process.execPath, ['settings.mjs'])).toBe('sandbox 8787\n')
    })

    test('has the commands', async () => {
      expect(await stranger.run('node_modules/.bin/uni-phone', ['--help'])).toMatch(
        /^用法 Usage: uni-phone .*\n\n {2}dev /,
      )
      const report = await stranger.run('node_modules/.bin/uni-phone', ['diagnose', '--json'])
      expect(JSON.parse(report)).toMatchObject({ ok: true })
    })

    test.each(['README.md', 'README.zh-CN.md'])('tests a compiled mini program, as %s says', async (page) => {
      const blocks = readCode(`packages/miniprogram-runner/${page}`).filter(({ note }) => /^[\w/.]+$/.test(note))
      stranger.write(Object.fromEntries(blocks.map(({ note, text }) => [note, text])))
      const output = await stranger.run(process.execPath, ['--test', '--test-reporter', 'tap', 'phone.test.mjs'])
      expect(output).toContain('# pass 3')
    })
  })
})
