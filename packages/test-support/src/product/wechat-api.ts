/** The paths of WeChat's API, by the names they have in these tests. */
export const WECHAT_PATHS = {
  token: '/cgi-bin/stable_token',
  classic: '/cgi-bin/token',
  phone: '/wxa/business/getuserphonenumber',
  session: '/sns/jscode2session',
} as const

export type WeChatCall = keyof typeof WECHAT_PATHS

export type CallCounts = Record<WeChatCall, number>

/** How often each path was called, as the emulator counts it. */
export function toCallCounts(counts: Record<string, number>): CallCounts {
  const { token, classic, phone, session } = WECHAT_PATHS
  const of = (path: string): number => counts[path] ?? 0
  return { token: of(token), classic: of(classic), phone: of(phone), session: of(session) }
}

/** What was called between two counts: `token 1, phone 2`. */
export function describeCalls(before: CallCounts, after: CallCounts): string {
  const names = Object.keys(WECHAT_PATHS) as WeChatCall[]
  const called = names.filter((name) => after[name] > before[name])
  return called.map((name) => `${name} ${after[name] - before[name]}`).join(', ')
}
