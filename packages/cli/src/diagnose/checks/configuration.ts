import {
  type Config,
  type ConfigProblem,
  findConfigProblems,
  readConfig,
  readToolConfig,
  type LocalizedText,
  type MiniProgram,
} from '@uni-phone/config'
import { failed, type Diagnostic, ok } from '../diagnostic'
import type { Settings } from '../environment'
import { checkSecurity } from './api-security'

const CHECKS: Readonly<Record<string, string>> = { WECHAT_APPID: 'appid', WECHAT_SECRET: 'secret' }
const checkOf = (variable: string): string => CHECKS[variable] ?? `config.${variable}`

/** Values that people paste by mistake. */
const MISTAKES: readonly (readonly [variable: string, looksLike: RegExp, advice: LocalizedText])[] = [
  [
    'WECHAT_APPID',
    /^gh_/,
    {
      zh: '这是原始 ID；AppID 在它旁边，以 wx 开头',
      en: 'this is the original ID; the AppID is next to it and begins with wx',
    },
  ],
  [
    'WECHAT_APPID',
    /^[0-9a-f]{32}$/i,
    { zh: '这像是 AppSecret：两个值填反了', en: 'this looks like the AppSecret: the two are swapped' },
  ],
  ['WECHAT_SECRET', /^wx/i, { zh: '这像是 AppID：两个值填反了', en: 'this looks like the AppID: the two are swapped' }],
  [
    'WECHAT_SECRET',
    /\*/,
    {
      zh: '这是打码后的值：在后台重置 AppSecret，复制完整的值',
      en: 'this is the masked value: reset the AppSecret in the console and copy all of it',
    },
  ],
]

const OTHERWISE = { zh: '每个变量的说明见 .env.example', en: '.env.example describes every variable' }

function toDiagnostic({ variable, zh, en }: ConfigProblem, value: string): Diagnostic {
  const mistake = MISTAKES.find(([name, looksLike]) => name === variable && looksLike.test(value))
  return failed(checkOf(variable), { zh, en }, mistake?.[2] ?? OTHERWISE)
}

const describeAddresses = (apps: Config['apps']): string =>
  [...new Set(apps.flatMap(({ baseUrls }) => baseUrls))].join(', ')

function describeProgram({ appId, accessToken, security }: MiniProgram): Diagnostic[] {
  const token = typeof accessToken === 'object' && {
    zh: `${appId}：access_token 来自 ${new URL(accessToken.url).origin}`,
    en: `${appId}: access tokens come from ${new URL(accessToken.url).origin}`,
  }
  return [
    ok('appid', { zh: `AppID ${appId} 格式正确`, en: `AppID ${appId} is well-formed` }),
    ...(token === false ? [] : [ok('token-server', token)]),
    ...(security === undefined ? [] : [checkSecurity(appId, security)]),
  ]
}

function describeAccount({ mode, apps }: Config): Diagnostic[] {
  if (mode === 'sandbox')
    return [
      ok('mode', {
        zh: '沙箱：由本机模拟器代替微信，无需账号（pnpm dev 启动一切）',
        en: 'sandbox: the emulator replaces WeChat, no account needed (pnpm dev starts everything)',
      }),
    ]
  return [
    ok('mode', { zh: `微信：${describeAddresses(apps)}`, en: `WeChat: ${describeAddresses(apps)}` }),
    ...apps.flatMap(describeProgram),
    ok('secret', { zh: 'AppSecret 格式正确', en: 'the AppSecret is well-formed' }),
  ]
}

/** Parses the configuration and describes it, or everything that is wrong with it. */
export function readSettings(env: NodeJS.ProcessEnv | undefined): Settings & { diagnostics: Diagnostic[] } {
  if (env === undefined) return { config: undefined, tools: undefined, diagnostics: [] }
  const problems = findConfigProblems(env)
  if (problems.length > 0) {
    const diagnostics = problems.map((problem) => toDiagnostic(problem, env[problem.variable]?.trim() ?? ''))
    return { config: undefined, tools: undefined, diagnostics }
  }
  const config = readConfig(env)
  return { config, tools: readToolConfig(env), diagnostics: describeAccount(config) }
}
