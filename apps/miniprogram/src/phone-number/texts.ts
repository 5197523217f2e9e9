import type { Failure, Outcome } from './authorization/outcome'

export type Language = 'zh' | 'en'

/** Returns the system's language; English for anyone who reads neither. */
export function readLanguage(): Language {
  return /^zh/i.test(uni.getLocale()) ? 'zh' : 'en'
}

/** Texts for the user: what happened, and what to do. */
export const OUTCOME_TEXTS: Record<Language, Record<Outcome, string>> = {
  zh: {
    refused: '你没有授权手机号，不影响继续浏览。需要时再点按钮，在弹窗中选“允许”即可。',
    quota_used_up: '手机号快捷登录暂不可用，请稍后再来。',
    privacy_not_declared: '暂时不能获取手机号，我们会尽快处理，请稍后再来。',
    privacy_not_agreed: '需要先同意隐私保护指引：请等十秒再点按钮，并选择“同意”。',
    no_permission: '这个小程序暂时不能获取手机号。',
    number_not_verified: '请先在微信“我 › 设置 › 账号与安全”中验证绑定的手机号，再回来点按钮。',
    no_number_bound: '请先在微信“我 › 设置 › 账号与安全”中绑定手机号，再回来点按钮。',
    wechat_too_old: '微信版本较旧，请更新微信后再试。',
    client_not_supported: '当前环境不能获取手机号，请在手机微信中打开。',
    wechat_busy: '微信有点忙，请过一会儿再点按钮。',
    unknown_event: '没有收到授权结果，请再点一次按钮。',
    invalid_request: '请求没有被接受，请再点一次按钮；仍不行请更新小程序。',
    payload_too_large: '请求没有被接受，请更新小程序后再试。',
    unsupported_media_type: '请求格式不被接受，请更新小程序后再试。',
    code_rejected: '这次授权已过期或已使用，请再点一次按钮。',
    idempotency_mismatch: '这次授权与上一次冲突，请再点一次按钮。',
    in_progress: '号码还在确认中，请稍等片刻再点“重试”。',
    wechat_timeout: '微信还没有答复，请稍等片刻再点“重试”，不用重新授权。',
    outcome_unknown: '没有等到微信的结果，请再点一次按钮。',
    wechat_unavailable: '暂时连不上微信，请稍后点“重试”，不用重新授权。',
    rate_limited: '操作太频繁了，请过一会儿再点“重试”。',
    quota_exhausted: '今天的验证次数已用完，请明天再来。',
    handler_failed: '号码已确认，但登录没有完成，请点“重试”。',
    phone_number_required: '请点按钮授权手机号后登录。',
    phone_number_taken: '这个手机号已属于另一个账号，请换一个号码。',
    signed_out: '登录已失效，请重新登录。',
    accounts_unavailable: '暂时无法登录，请点“重试”。',
    service_misconfigured: '服务暂时不可用，我们会尽快处理，请稍后再来。',
    not_found: '服务地址有误，请更新小程序后再试。',
    method_not_allowed: '服务不接受这次请求，请更新小程序后再试。',
    internal: '服务出了点问题，请再点一次按钮。',
    network: '网络连接失败，请检查网络后点“重试”，不用重新授权。',
    timeout: '网络较慢，没有等到答复，请点“重试”，不用重新授权。',
    domain_not_allowed: '小程序不能访问服务，我们会尽快处理，请稍后再来。',
    bad_reply: '服务的答复无法识别，请稍后再试。',
    unknown_error: '没有成功，请再点一次按钮。',
    unknown_retryable: '没有成功，请稍后点“重试”。',
  },
  en: {
    refused: 'You did not share your number. You can go on browsing, or tap the button and choose Allow.',
    quota_used_up: 'Phone sign-in is not available now. Please come back later.',
    privacy_not_declared: 'The number cannot be requested now; we are on it. Please come back later.',
    privacy_not_agreed: 'The privacy guide comes first: wait ten seconds, tap the button and choose Agree.',
    no_permission: 'This mini program cannot request phone numbers yet.',
    number_not_verified:
      'First verify your number in WeChat: Me › Settings › Account Security. Then tap the button again.',
    no_number_bound: 'First link a number in WeChat: Me › Settings › Account Security. Then tap the button again.',
    wechat_too_old: 'Your WeChat is too old for this. Please update it.',
    client_not_supported: 'The number cannot be requested here. Open this in WeChat on your phone.',
    wechat_busy: 'WeChat is busy. Tap the button again in a moment.',
    unknown_event: 'No result arrived. Please tap the button again.',
    invalid_request: 'The request was not accepted. Tap the button again, or update the mini program.',
    payload_too_large: 'The request was not accepted. Please update the mini program.',
    unsupported_media_type: 'The request format was not accepted. Please update the mini program.',
    code_rejected: 'This authorization has expired or was used. Please tap the button again.',
    idempotency_mismatch: 'This authorization clashed with another. Please tap the button again.',
    in_progress: 'The number is still being confirmed. Wait a moment, then try again.',
    wechat_timeout: 'WeChat has not answered yet. Wait a moment, then try again; no need to authorize again.',
    outcome_unknown: 'WeChat’s answer was lost. Please tap the button again.',
    wechat_unavailable: 'WeChat cannot be reached. Try again shortly; no need to authorize again.',
    rate_limited: 'Too many attempts. Wait a moment, then try again.',
    quota_exhausted: 'Today’s verifications are used up. Please come back tomorrow.',
    handler_failed: 'Your number is confirmed, but signing in did not finish. Please try again.',
    phone_number_required: 'Tap the button and share your number to sign in.',
    phone_number_taken: 'This number belongs to another account. Please use another number.',
    signed_out: 'You are signed out. Please sign in again.',
    accounts_unavailable: 'Signing in is not possible right now. Please try again.',
    service_misconfigured: 'The service is not available; we are on it. Please come back later.',
    not_found: 'The service was not found. Please update the mini program.',
    method_not_allowed: 'The service did not accept the request. Please update the mini program.',
    internal: 'Something went wrong on our side. Please tap the button again.',
    network: 'No connection. Check your network, then try again; no need to authorize again.',
    timeout: 'The network is slow and no answer came. Try again; no need to authorize again.',
    domain_not_allowed: 'The mini program cannot reach its service; we are on it. Please come back later.',
    bad_reply: 'The service’s answer makes no sense. Please try again later.',
    unknown_error: 'That did not work. Please tap the button again.',
    unknown_retryable: 'That did not work. Please try again shortly.',
  },
}

/** Returns the text of a failure. For a code of a newer server, without a text here, it only says whether to try again. */
export function outcomeText({ reason, next }: Failure): string {
  const texts = OUTCOME_TEXTS[readLanguage()]
  const known: Record<string, string | undefined> = texts
  return known[reason] ?? (next === 'retry' ? texts.unknown_retryable : texts.unknown_error)
}
