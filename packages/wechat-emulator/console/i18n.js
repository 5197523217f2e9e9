const en = {
  tagline: "WeChat's mini program API on this computer",
  baseUrl: 'Base URL',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Selected: press Ctrl+C or ⌘C',
  live: 'live',
  connecting: 'connecting…',
  themeAuto: 'Theme: system',
  themeLight: 'Theme: light',
  themeDark: 'Theme: dark',
  reset: 'Reset',
  resetTitle: 'Begin anew?',
  resetText: 'Codes, tokens, faults, requests, accounts and the moved clock are forgotten.',
  cancel: 'Cancel',
  requests: 'Requests',
  noRequests: 'Nothing has come yet. Point your client at the base URL, or try:',
  query: 'Query',
  body: 'Body',
  answer: 'Answer',
  noAnswer: 'None of WeChat’s own.',
  waiting: 'waiting',
  connectionReset: 'connection reset',
  callerGone: 'caller gone',
  testUser: 'Test user',
  testUserNote: 'Codes that name nobody are theirs, and so is the number on the sandbox’s consent sheet.',
  phoneNumber: 'Phone number',
  countryCode: 'Country',
  change: 'Change',
  changed: 'Changed',
  codes: 'Codes',
  makePhoneCode: 'New phone code',
  makeLoginCode: 'New login code',
  shownOnce: 'Shown this once; works once, for 5 minutes.',
  noCodes: 'None yet: each stands for one tap on the button.',
  phone: 'phone',
  login: 'login',
  unused: 'unused',
  used: 'used',
  expired: 'expired',
  tokens: 'Access tokens',
  noTokens: 'None yet: a client fetches them.',
  revoke: 'Revoke',
  revokeAll: 'Revoke all',
  revoked: 'Revoked',
  ended: 'ended',
  stable: 'stable',
  classic: 'classic',
  clock: 'Clock',
  advanceMinute: '+1 min',
  advanceFive: '+5 min',
  advanceHours: '+2 h',
  advanceDay: '+1 day',
  onTime: 'not moved',
  faults: 'Faults',
  clearFaults: 'Clear',
  path: 'Path',
  fault: 'What goes wrong',
  times: 'Times',
  arm: 'Arm',
  armed: 'Armed',
  timesLeft: '× {count}',
  faultErrcode: 'WeChat refuses with an errcode',
  faultStatus: 'Another HTTP status',
  faultStatusAfter: 'Another HTTP status, the work done',
  faultBody: 'This text as the answer',
  faultDelay: 'The answer comes late',
  faultHang: 'No answer ever',
  faultBefore: 'Connection breaks before the work',
  faultAfter: 'Connection breaks after the work',
  valueErrcode: 'errcode',
  valueStatus: 'Status',
  valueBody: 'Text',
  valueDelay: 'Milliseconds',
  accounts: 'Accounts',
  mayGetPhone: 'Phone number permission',
  secretFrozen: 'AppSecret frozen',
  noAddress: 'IP allow-list without this computer',
  failed: 'That did not work',
}

/** @typedef {keyof typeof en} Word */

/** @type {Record<Word, string>} */
const zh = {
  tagline: '本机的微信小程序服务端接口',
  baseUrl: '接口地址',
  copy: '复制',
  copied: '已复制',
  copyByHand: '已选中，请按 Ctrl+C 或 ⌘C',
  live: '实时',
  connecting: '正在连接…',
  themeAuto: '主题：跟随系统',
  themeLight: '主题：浅色',
  themeDark: '主题：深色',
  reset: '清空',
  resetTitle: '重新开始？',
  resetText: 'code、access_token、故障、请求、账号设置与拨快的时钟都会清空。',
  cancel: '取消',
  requests: '请求',
  noRequests: '还没有请求。把客户端的接口地址指向这里，或试试：',
  query: '查询参数',
  body: '请求体',
  answer: '回复',
  noAnswer: '不是微信的回复。',
  waiting: '等待中',
  connectionReset: '连接断开',
  callerGone: '调用方已离开',
  testUser: '测试用户',
  testUserNote: '未指明用户的 code 属于此人，沙箱授权弹窗中的号码也是此人的。',
  phoneNumber: '手机号',
  countryCode: '区号',
  change: '修改',
  changed: '已修改',
  codes: 'code',
  makePhoneCode: '生成手机号 code',
  makeLoginCode: '生成登录 code',
  shownOnce: '仅显示这一次；5 分钟内可用一次。',
  noCodes: '暂无：每个 code 代表一次点击按钮。',
  phone: '手机号',
  login: '登录',
  unused: '未使用',
  used: '已使用',
  expired: '已过期',
  tokens: 'access_token',
  noTokens: '暂无：由客户端获取。',
  revoke: '作废',
  revokeAll: '全部作废',
  revoked: '已作废',
  ended: '已失效',
  stable: '稳定版',
  classic: '普通版',
  clock: '时钟',
  advanceMinute: '+1 分钟',
  advanceFive: '+5 分钟',
  advanceHours: '+2 小时',
  advanceDay: '+1 天',
  onTime: '未拨动',
  faults: '故障',
  clearFaults: '清除',
  path: '路径',
  fault: '故障类型',
  times: '次数',
  arm: '启用',
  armed: '已启用',
  timesLeft: '× {count}',
  faultErrcode: '微信返回 errcode',
  faultStatus: '其他 HTTP 状态',
  faultStatusAfter: '其他 HTTP 状态，但已处理',
  faultBody: '以此文本作为回复',
  faultDelay: '延迟回复',
  faultHang: '一直不回复',
  faultBefore: '处理前断开连接',
  faultAfter: '处理后断开连接',
  valueErrcode: 'errcode',
  valueStatus: '状态码',
  valueBody: '文本',
  valueDelay: '毫秒',
  accounts: '账号',
  mayGetPhone: '有手机号权限',
  secretFrozen: 'AppSecret 已冻结',
  noAddress: 'IP 白名单不含本机',
  failed: '操作失败',
}

const LANGUAGES = { en, zh }

/** @typedef {keyof typeof LANGUAGES} Language */

/** @type {Language} */
let language = navigator.language.startsWith('zh') ? 'zh' : 'en'

export function currentLanguage() {
  return language
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  language = chosen
}

/**
 * @param {Word} name
 * @param {Record<string, string | number>} [values]
 */
export function word(name, values = {}) {
  return LANGUAGES[language][name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]))
}

const LOCALES = { en: 'en-GB', zh: 'zh-CN' }

/** @param {number} ms */
export function clockTime(ms) {
  return new Date(ms).toLocaleTimeString(LOCALES[currentLanguage()], { hour12: false })
}

/** @param {number} ms */
export function dateAndTime(ms) {
  return new Date(ms).toLocaleString(LOCALES[currentLanguage()], { hour12: false })
}

/**
 * Formats a duration as 4:59 or 1:59:59.
 * @param {number} ms
 */
export function duration(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
