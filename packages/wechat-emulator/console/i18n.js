/** @type {Language[]} */
const LANGUAGES = ['en', 'zh']

/** Words in the order of LANGUAGES. */
const WORDS = {
  tagline: ["WeChat's mini program API on this computer", '本机的微信小程序服务端接口'],
  baseUrl: ['Base URL', '接口地址'],
  copy: ['Copy', '复制'],
  copied: ['Copied', '已复制'],
  copyByHand: ['Selected: press Ctrl+C or ⌘C', '已选中，请按 Ctrl+C 或 ⌘C'],
  live: ['live', '实时'],
  connecting: ['connecting…', '正在连接…'],
  themeAuto: ['Theme: system', '主题：跟随系统'],
  themeLight: ['Theme: light', '主题：浅色'],
  themeDark: ['Theme: dark', '主题：深色'],
  reset: ['Reset', '重置'],
  resetTitle: ['Reset everything?', '全部重置？'],
  resetText: [
    'This clears codes, tokens, faults, requests, account settings and the clock’s offset.',
    '将清空 code、access_token、故障与请求记录，并恢复账号设置和时钟。',
  ],
  cancel: ['Cancel', '取消'],
  requests: ['Requests', '请求'],
  noRequests: [
    'No requests yet. Point your client at the base URL, or try:',
    '还没有请求。把客户端的接口地址指向这里，或试试：',
  ],
  query: ['Query', '查询参数'],
  body: ['Body', '请求体'],
  answer: ['Answer', '响应'],
  noAnswer: ['Not an answer of WeChat.', '不是微信返回的内容。'],
  waiting: ['waiting', '等待中'],
  connectionReset: ['connection reset', '连接断开'],
  clientClosed: ['client closed', '客户端已断开'],
  testUser: ['Test user', '测试用户'],
  testUserNote: [
    'Default user of new codes; the sandbox’s consent sheet shows this number.',
    '新 code 默认属于该用户，沙箱授权弹窗也显示此号码。',
  ],
  phoneNumber: ['Phone number', '手机号'],
  countryCode: ['Country', '区号'],
  change: ['Change', '修改'],
  changed: ['Changed', '已修改'],
  codes: ['Codes', 'code'],
  makePhoneCode: ['New phone code', '生成手机号 code'],
  makeLoginCode: ['New login code', '生成登录 code'],
  shownOnce: ['Shown only now. Works once within 5 minutes.', '仅显示一次，5 分钟内有效，只能使用一次。'],
  noCodes: ['None yet. Each code stands for one tap on the button.', '暂无。每个 code 对应一次按钮点击。'],
  phone: ['phone', '手机号'],
  login: ['login', '登录'],
  unused: ['unused', '未使用'],
  used: ['used', '已使用'],
  expired: ['expired', '已过期'],
  tokens: ['Access tokens', 'access_token'],
  noTokens: ['None yet. Clients fetch them.', '暂无，由客户端获取。'],
  revoke: ['Revoke', '作废'],
  revokeAll: ['Revoke all', '全部作废'],
  revoked: ['Revoked', '已作废'],
  ended: ['ended', '已失效'],
  stable: ['stable', '稳定版'],
  classic: ['classic', '普通版'],
  clock: ['Clock', '时钟'],
  advanceMinute: ['+1 min', '+1 分钟'],
  advanceFive: ['+5 min', '+5 分钟'],
  advanceHours: ['+2 h', '+2 小时'],
  advanceDay: ['+1 day', '+1 天'],
  noOffset: ['not advanced', '未快进'],
  faults: ['Faults', '故障'],
  clearFaults: ['Clear', '清除'],
  path: ['Path', '路径'],
  fault: ['Fault', '故障类型'],
  times: ['Times', '次数'],
  arm: ['Arm', '启用'],
  armed: ['Armed', '已启用'],
  timesLeft: ['× {count}', '× {count}'],
  faultErrcode: ['Refusal with an errcode', '返回错误码 errcode'],
  faultStatus: ['Another HTTP status', '返回其他 HTTP 状态码'],
  faultStatusAfter: ['Another HTTP status after the work', '处理后返回其他 HTTP 状态码'],
  faultBody: ['Custom text as the answer', '返回自定义文本'],
  faultDelay: ['Delayed answer', '延迟响应'],
  faultHang: ['No answer', '一直不响应'],
  faultBefore: ['Connection breaks before the work', '处理前断开连接'],
  faultAfter: ['Connection breaks after the work', '处理后断开连接'],
  valueErrcode: ['errcode', 'errcode'],
  valueStatus: ['Status', '状态码'],
  valueBody: ['Text', '文本'],
  valueDelay: ['Milliseconds', '毫秒'],
  weather: ['Weather', '天气'],
  calm: ['Calm', '平静'],
  'busy-evening': ['Busy evening', '繁忙的夜晚'],
  outage: ['Outage', '大面积故障'],
  custom: ['Custom', '自定义'],
  accounts: ['Accounts', '账号'],
  mayGetPhone: ['Phone number permission', '有手机号权限'],
  secretFrozen: ['AppSecret frozen', 'AppSecret 已冻结'],
  noAddress: ['IP allow-list without this computer', 'IP 白名单（不含本机）'],
  failed: ['Failed', '操作失败'],
}

/** @typedef {keyof typeof WORDS} Word */
/** @typedef {'en' | 'zh'} Language */

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
  return (WORDS[name][LANGUAGES.indexOf(language)] ?? name).replace(/\{(\w+)\}/g, (_, key) => String(values[key]))
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
