import { type Section, VARIABLES, type Variable, type LocalizedText } from '@uni-phone/config'

const TITLES: Readonly<Record<Section, LocalizedText>> = {
  account: { zh: '微信账号', en: 'WeChat account' },
  server: { zh: '服务端', en: 'Server' },
  accounts: { zh: '账号与登录', en: 'Accounts and signing in' },
  instances: { zh: '多实例与代理', en: 'Instances and proxies' },
  miniprogram: { zh: '小程序', en: 'Mini program' },
  development: { zh: '开发', en: 'Development' },
  internal: { zh: '由命令与测试设置', en: 'Set by the commands and the tests' },
}

/** The variables under their titles, in the order of reading. */
export function toSections(): { title: LocalizedText; variables: [string, Variable][] }[] {
  return Object.entries(TITLES).map(([section, title]) => ({
    title,
    variables: Object.entries(VARIABLES).filter(([, variable]) => variable.section === section),
  }))
}
