import type { Failure, Outcome } from '../phone-number'
import { type Language, readLanguage } from './language'

interface Point {
  title: string
  text: string
}

export interface Messages {
  brand: { name: string; purpose: string }
  home: {
    headline: string
    lead: string
    number: string
    authorize: string
    view: string
    purposeTitle: string
    purposes: readonly Point[]
    choiceTitle: string
    choices: readonly Point[]
  }
  phone: {
    title: string
    authorize: string
    authorizeAgain: string
    exchanging: string
    retry: string
    skip: string
    back: string
    retrying: string
    offline: string
    fallback: string
    orFallback: string
    noFallback: string
    done: string
    doneText: string
    verified: string
    country: string
    finish: string
  }
  agreement: {
    agree: string
    and: string
    terms: string
    privacy: string
    dialogTitle: string
    dialogLead: string
    disagree: string
    agreeAndContinue: string
  }
  notConfigured: Point
  outcomes: Record<Outcome, string>
}

/** Texts for the user. The owner replaces those in `brand` and `home`; the others say what happened and what to do. */
export const MESSAGES: Record<Language, Messages> = {
  zh: {
    brand: { name: 'uni-phone', purpose: '手机号仅用于登录账号、接收订单与服务通知' },
    home: {
      headline: '一键验证本人手机号',
      lead: '由微信确认号码，无需输入，也无需验证码',
      number: '手机号',
      authorize: '授权手机号',
      view: '查看手机号',
      purposeTitle: '手机号的用途',
      purposes: [
        { title: '登录账号', text: '换了手机，也能找回原来的订单和权益' },
        { title: '服务通知', text: '订单、预约有变化时，第一时间联系到你' },
        { title: '售后联系', text: '客服回电时，不必再核对身份' },
      ],
      choiceTitle: '由你决定',
      choices: [
        { title: '不授权也能浏览', text: '只在你点按授权后才会获取' },
        { title: '号码打码显示', text: '页面上只出现 138****8000 这样的号码' },
      ],
    },
    phone: {
      title: '授权手机号',
      authorize: '手机号快捷登录',
      authorizeAgain: '重新授权',
      exchanging: '正在确认号码…',
      retry: '重试',
      skip: '暂不授权',
      back: '返回',
      retrying: '还没有成功，正在自动重试，不用重新授权…',
      offline: '网络已断开，恢复后会自动继续，不用重新授权。',
      fallback: '使用其他手机号',
      orFallback: '也可以使用其他手机号。',
      noFallback: '也可以点右上角“···”，在“反馈与投诉”中联系我们。',
      done: '验证完成',
      doneText: '这是你授权的手机号',
      verified: '微信已验证',
      country: '国家/地区代码',
      finish: '完成',
    },
    agreement: {
      agree: '我已阅读并同意',
      and: '和',
      terms: '《用户协议》',
      privacy: '《隐私政策》',
      dialogTitle: '请先阅读并同意',
      dialogLead: '登录前，请阅读并同意',
      disagree: '暂不同意',
      agreeAndContinue: '同意并继续',
    },
    notConfigured: { title: '服务尚未配置', text: '这个小程序还没有填写服务地址，请联系开发者。' },
    outcomes: {
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
  },
  en: {
    brand: {
      name: 'uni-phone',
      purpose: 'Used only to sign you in and for order and service notices',
    },
    home: {
      headline: 'Verify your number in one tap',
      lead: 'WeChat confirms the number for you. Nothing to type, no code to wait for.',
      number: 'Phone number',
      authorize: 'Authorize phone number',
      view: 'View phone number',
      purposeTitle: 'What your number is for',
      purposes: [
        { title: 'Signing in', text: 'Your orders follow you to a new phone' },
        { title: 'Service notices', text: 'We reach you when an order or booking changes' },
        { title: 'Support', text: 'No identity questions when we call you back' },
      ],
      choiceTitle: 'You decide',
      choices: [
        { title: 'Browse without it', text: 'It is requested only after you tap' },
        { title: 'Always masked', text: 'Pages show it only like 138****8000' },
      ],
    },
    phone: {
      title: 'Phone number',
      authorize: 'Continue with phone number',
      authorizeAgain: 'Authorize again',
      exchanging: 'Confirming the number…',
      retry: 'Try again',
      skip: 'Not now',
      back: 'Back',
      retrying: 'Trying again automatically; no need to authorize again…',
      offline: 'No network. It continues when you are back online; no need to authorize again.',
      fallback: 'Use another number',
      orFallback: 'You can also use another number.',
      noFallback: 'You can also reach us by “···” at the top right, under Feedback.',
      done: 'All set',
      doneText: 'This is the number you shared',
      verified: 'Verified by WeChat',
      country: 'Country or region code',
      finish: 'Done',
    },
    agreement: {
      agree: 'I have read and agree to the ',
      and: ' and the ',
      terms: 'Terms of Service',
      privacy: 'Privacy Policy',
      dialogTitle: 'Before you continue',
      dialogLead: 'Please read and agree to the ',
      disagree: 'Not now',
      agreeAndContinue: 'Agree and continue',
    },
    notConfigured: {
      title: 'Service not configured',
      text: 'This mini program was built without the address of its service. Please contact its developer.',
    },
    outcomes: {
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
  },
}

export function useMessages(): Messages {
  return MESSAGES[readLanguage()]
}

/** Returns the text of a failure. For a code of a newer server, without a text here, it only says whether to try again. */
export function outcomeText(outcomes: Messages['outcomes'], { reason, next }: Failure): string {
  const known: Record<string, string | undefined> = outcomes
  return known[reason] ?? (next === 'retry' ? outcomes.unknown_retryable : outcomes.unknown_error)
}
