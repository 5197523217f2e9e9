import { type Language, readLanguage } from '../phone-number'

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
  },
}

export function useMessages(): Messages {
  return MESSAGES[readLanguage()]
}
