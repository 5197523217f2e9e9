import type { Failure, Outcome } from './authorization/outcome'

export type Language = 'zh' | 'en'

/** Returns the system's language; English for anyone who reads neither. */
export function readLanguage(): Language {
  return /^zh/i.test(uni.getLocale()) ? 'zh' : 'en'
}

// sentences that several texts share, so that the phone downloads them once
const ZH_TAP = '请再点一次按钮。'
const ZH_NO_TAP = '，无需重新登录。'
const ZH_SOON = '我们会尽快处理，请稍后再来。'
const ZH_UPDATE = '请更新小程序后再试。'
const EN_TAP = 'Please tap the button again.'
const EN_NO_TAP = '; no need to sign in again.'
const EN_SOON = 'we are on it. Please come back later.'
const EN_UPDATE = 'Please update the mini program.'

/** Texts for the user: what happened, and what to do. */
export const OUTCOME_TEXTS: Record<Language, Record<Outcome, string>> = {
  zh: {
    refused: '你没有选择手机号，不影响继续浏览。需要登录时再点按钮，在弹窗中选“允许”即可。',
    quota_used_up: '手机号快捷登录暂不可用，请稍后再来。',
    privacy_not_declared: `暂时不能获取手机号，${ZH_SOON}`,
    privacy_not_agreed: '需要先同意隐私保护指引：请等十秒再点按钮，并选择“同意”。',
    no_permission: '这个小程序暂时不能获取手机号。',
    number_not_verified: '请先在微信“我 › 设置 › 账号与安全”中验证绑定的手机号，再回来点按钮。',
    no_number_bound: '请先在微信“我 › 设置 › 账号与安全”中绑定手机号，再回来点按钮。',
    wechat_too_old: '微信版本较旧，请更新微信后再试。',
    client_not_supported: '当前环境不能获取手机号，请在手机微信中打开。',
    wechat_busy: '微信有点忙，请过一会儿再点按钮。',
    unknown_event: `没有收到微信的结果，${ZH_TAP}`,
    invalid_request: '请求没有被接受，请再点一次按钮；仍不行请更新小程序。',
    payload_too_large: `请求没有被接受，${ZH_UPDATE}`,
    unsupported_media_type: `请求格式不被接受，${ZH_UPDATE}`,
    code_rejected: `这次登录已过期或已使用，${ZH_TAP}`,
    idempotency_mismatch: `这次登录与上一次冲突，${ZH_TAP}`,
    in_progress: '号码还在确认中，请稍等片刻再点“重试”。',
    wechat_timeout: `微信还没有回应，请稍等片刻再点“重试”${ZH_NO_TAP}`,
    outcome_unknown: `微信的结果丢失了，${ZH_TAP}`,
    wechat_unavailable: `暂时连不上微信，请稍后点“重试”${ZH_NO_TAP}`,
    rate_limited: '操作太频繁了，请过一会儿再点“重试”。',
    quota_exhausted: '今天的登录次数已用完，请明天再来。',
    handler_failed: '号码已确认，但登录没有完成，请点“重试”。',
    phone_number_required: '还没有账号，请用手机号登录。',
    phone_number_taken: '这个手机号已属于另一个账号，请换一个号码，或退出后用它登录。',
    signed_out: '登录已失效，请重新登录。',
    accounts_unavailable: '暂时无法登录，请点“重试”。',
    unknown_app: `服务暂时不认识这个小程序，${ZH_SOON}`,
    service_misconfigured: `服务暂时不可用，${ZH_SOON}`,
    not_found: `服务地址有误，${ZH_UPDATE}`,
    method_not_allowed: `服务不接受这次请求，${ZH_UPDATE}`,
    internal: `服务出了点问题，${ZH_TAP}`,
    network: `网络连接失败，请检查网络后点“重试”${ZH_NO_TAP}`,
    timeout: `网络较慢，没有等到结果，请点“重试”${ZH_NO_TAP}`,
    domain_not_allowed: `小程序不能访问服务，${ZH_SOON}`,
    bad_reply: '服务返回的内容无法识别，请稍后再试。',
    unknown_error: `没有成功，${ZH_TAP}`,
    unknown_retryable: '没有成功，请稍后点“重试”。',
  },
  en: {
    refused: 'You did not share your number. You can go on browsing, or tap the button and choose Allow.',
    quota_used_up: 'Phone sign-in is not available now. Please come back later.',
    privacy_not_declared: `The number cannot be requested now; ${EN_SOON}`,
    privacy_not_agreed: 'The privacy guide comes first: wait ten seconds, tap the button and choose Agree.',
    no_permission: 'This mini program cannot request phone numbers yet.',
    number_not_verified:
      'First verify your number in WeChat: Me › Settings › Account Security. Then tap the button again.',
    no_number_bound: 'First link a number in WeChat: Me › Settings › Account Security. Then tap the button again.',
    wechat_too_old: 'Your WeChat is too old for this. Please update it.',
    client_not_supported: 'The number cannot be requested here. Open this in WeChat on your phone.',
    wechat_busy: 'WeChat is busy. Tap the button again in a moment.',
    unknown_event: `No result arrived. ${EN_TAP}`,
    invalid_request: 'The request was not accepted. Tap the button again, or update the mini program.',
    payload_too_large: `The request was not accepted. ${EN_UPDATE}`,
    unsupported_media_type: `The request format was not accepted. ${EN_UPDATE}`,
    code_rejected: `This sign-in has expired or was used. ${EN_TAP}`,
    idempotency_mismatch: `This sign-in clashed with another. ${EN_TAP}`,
    in_progress: 'The number is still being confirmed. Wait a moment, then try again.',
    wechat_timeout: `WeChat has not answered yet. Wait a moment, then try again${EN_NO_TAP}`,
    outcome_unknown: `WeChat’s answer was lost. ${EN_TAP}`,
    wechat_unavailable: `WeChat cannot be reached. Try again shortly${EN_NO_TAP}`,
    rate_limited: 'Too many attempts. Wait a moment, then try again.',
    quota_exhausted: 'Today’s sign-ins are used up. Please come back tomorrow.',
    handler_failed: 'Your number is confirmed, but signing in did not finish. Please try again.',
    phone_number_required: 'You have no account yet. Please sign in with your phone number.',
    phone_number_taken: 'This number belongs to another account. Use another one, or sign out and sign in with it.',
    signed_out: 'You are signed out. Please sign in again.',
    accounts_unavailable: 'Signing in is not possible right now. Please try again.',
    unknown_app: `The service does not know this app; ${EN_SOON}`,
    service_misconfigured: `The service is not available; ${EN_SOON}`,
    not_found: `The service was not found. ${EN_UPDATE}`,
    method_not_allowed: `The service did not accept the request. ${EN_UPDATE}`,
    internal: `Something went wrong on our side. ${EN_TAP}`,
    network: `No connection. Check your network, then try again${EN_NO_TAP}`,
    timeout: `The network is slow and no answer came. Try again${EN_NO_TAP}`,
    domain_not_allowed: `The mini program cannot reach its service; ${EN_SOON}`,
    bad_reply: 'The service sent something unreadable. Please try again later.',
    unknown_error: `That did not work. ${EN_TAP}`,
    unknown_retryable: 'That did not work. Please try again shortly.',
  },
}

/** Returns the text of a failure. For a code of a newer server, without a text here, it only says whether to try again. */
export function outcomeText({ reason, next }: Failure): string {
  const texts = OUTCOME_TEXTS[readLanguage()]
  const known: Record<string, string | undefined> = texts
  return known[reason] ?? (next === 'retry' ? texts.unknown_retryable : texts.unknown_error)
}
