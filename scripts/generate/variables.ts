import { type LocalizedText, type Section, VARIABLES, type Variable } from '@uni-phone/config'

const TITLES: Readonly<Record<Section, LocalizedText>> = {
  account: { zh: '微信账号', en: 'WeChat account' },
  server: { zh: '服务端', en: 'Server' },
  accounts: { zh: '账号与登录', en: 'Accounts and signing in' },
  instances: { zh: '多实例与代理', en: 'Instances and proxies' },
  miniprogram: { zh: '小程序', en: 'Mini program' },
  development: { zh: '开发', en: 'Development' },
  internal: { zh: '由命令与测试设置', en: 'Set by the commands and the tests' },
}

/** Groups the variables by section, in reading order. */
export function toSections(): { title: LocalizedText; variables: [string, Variable][] }[] {
  return Object.entries(TITLES).map(([section, title]) => ({
    title,
    variables: Object.entries(VARIABLES).filter(([, variable]) => variable.section === section),
  }))
}

/** Returns the default of a variable as it would be written; undefined if it is not a fixed value. */
export function fixedDefaultOf({ check, defaultText }: Variable): string | undefined {
  if (defaultText !== undefined) return undefined
  const value = check.parse(undefined)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
