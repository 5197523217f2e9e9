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
  resetTitle: 'Reset everything?',
  resetText: 'This clears codes, tokens, faults, requests, account settings and the clock’s offset.',
  cancel: 'Cancel',
  requests: 'Requests',
  noRequests: 'No requests yet. Point your client at the base URL, or try:',
  query: 'Query',
  body: 'Body',
  answer: 'Answer',
  noAnswer: 'Not an answer of WeChat.',
  waiting: 'waiting',
  connectionReset: 'connection reset',
  clientClosed: 'client closed',
  testUser: 'Test user',
  testUserNote: 'Default user of new codes; the sandbox’s consent sheet shows this number.',
  phoneNumber: 'Phone number',
  countryCode: 'Country',
  change: 'Change',
  changed: 'Changed',
  codes: 'Codes',
  makePhoneCode: 'New phone code',
  makeLoginCode: 'New login code',
  shownOnce: 'Shown only now. Works once within 5 minutes.',
  noCodes: 'None yet. Each code stands for one tap on the button.',
  phone: 'phone',
  login: 'login',
  unused: 'unused',
  used: 'used',
  expired: 'expired',
  tokens: 'Access tokens',
  noTokens: 'None yet. Clients fetch them.',
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
  noOffset: 'not advanced',
  faults: 'Faults',
  clearFaults: 'Clear',
  path: 'Path',
  fault: 'Fault',
  times: 'Times',
  arm: 'Arm',
  armed: 'Armed',
  timesLeft: '× {count}',
  faultErrcode: 'Refusal with an errcode',
  faultStatus: 'Another HTTP status',
  faultStatusAfter: 'Another HTTP status after the work',
  faultBody: 'Custom text as the answer',
  faultDelay: 'Delayed answer',
  faultHang: 'No answer',
  faultBefore: 'Connection breaks before the work',
  faultAfter: 'Connection breaks after the work',
  valueErrcode: 'errcode',
  valueStatus: 'Status',
  valueBody: 'Text',
  valueDelay: 'Milliseconds',
  weather: 'Weather',
  calm: 'Calm',
  'busy-evening': 'Busy evening',
  outage: 'Outage',
  custom: 'Custom',
  accounts: 'Accounts',
  mayGetPhone: 'Phone number permission',
  secretFrozen: 'AppSecret frozen',
  noAddress: 'IP allow-list without this computer',
  failed: 'Failed',
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
  reset: '重置',
  resetTitle: '全部重置？',
  resetText: '将清空 code、access_token、故障与请求记录，并恢复账号设置和时钟。',
  cancel: '取消',
  requests: '请求',
  noRequests: '还没有请求。把客户端的接口地址指向这里，或试试：',
  query: '查询参数',
  body: '请求体',
  answer: '响应',
  noAnswer: '不是微信返回的内容。',
  waiting: '等待中',
  connectionReset: '连接断开',
  clientClosed: '客户端已断开',
  testUser: '测试用户',
  testUserNote: '新 code 默认属于该用户，沙箱授权弹窗也显示此号码。',
  phoneNumber: '手机号',
  countryCode: '区号',
  change: '修改',
  changed: '已修改',
  codes: 'code',
  makePhoneCode: '生成手机号 code',
  makeLoginCode: '生成登录 code',
  shownOnce: '仅显示一次，5 分钟内有效，只能使用一次。',
  noCodes: '暂无。每个 code 对应一次按钮点击。',
  phone: '手机号',
  login: '登录',
  unused: '未使用',
  used: '已使用',
  expired: '已过期',
  tokens: 'access_token',
  noTokens: '暂无，由客户端获取。',
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
  noOffset: '未快进',
  faults: '故障',
  clearFaults: '清除',
  path: '路径',
  fault: '故障类型',
  times: '次数',
  arm: '启用',
  armed: '已启用',
  timesLeft: '× {count}',
  faultErrcode: '返回错误码 errcode',
  faultStatus: '返回其他 HTTP 状态码',
  faultStatusAfter: '处理后返回其他 HTTP 状态码',
  faultBody: '返回自定义文本',
  faultDelay: '延迟响应',
  faultHang: '一直不响应',
  faultBefore: '处理前断开连接',
  faultAfter: '处理后断开连接',
  valueErrcode: 'errcode',
  valueStatus: '状态码',
  valueBody: '文本',
  valueDelay: '毫秒',
  weather: '天气',
  calm: '平静',
  'busy-evening': '繁忙的夜晚',
  outage: '大面积故障',
  custom: '自定义',
  accounts: '账号',
  mayGetPhone: '有手机号权限',
  secretFrozen: 'AppSecret 已冻结',
  noAddress: 'IP 白名单（不含本机）',
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
