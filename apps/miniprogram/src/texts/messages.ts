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
    welcome: string
    welcomeLead: string
    signIn: string
    purposeTitle: string
    purposes: readonly Point[]
    choiceTitle: string
    choices: readonly Point[]
  }
  phone: {
    title: string
    signIn: string
    signInAgain: string
    signingIn: string
    retry: string
    skip: string
    back: string
    retrying: string
    offline: string
    fallback: string
    orFallback: string
    noFallback: string
    changeTitle: string
    changePurpose: string
    change: string
    current: string
    signedIn: string
    changed: string
    confirmed: string
    verified: string
    country: string
    finish: string
  }
  account: {
    title: string
    checking: string
    signedIn: string
    text: string
    noNumber: string
    stale: string
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
      headline: '手机号一键登录',
      lead: '号码由微信确认，不用输入，也不用等验证码',
      welcome: '欢迎回来',
      welcomeLead: '下次打开会自动登录，不用再点',
      signIn: '登录',
      purposeTitle: '登录后可以',
      purposes: [
        { title: '找回订单和权益', text: '换了手机，原来的订单和权益都还在' },
        { title: '及时收到通知', text: '订单、预约有变化时，第一时间联系到你' },
        { title: '省去身份核对', text: '客服回电时，不用再核对身份' },
      ],
      choiceTitle: '由你决定',
      choices: [
        { title: '不登录也能浏览', text: '只有点了登录，才会获取手机号' },
        { title: '号码不会完整显示', text: '页面上只出现 138****8000 这样的号码' },
      ],
    },
    phone: {
      title: '登录',
      signIn: '手机号快捷登录',
      signInAgain: '重新登录',
      signingIn: '正在登录…',
      retry: '重试',
      skip: '暂不登录',
      back: '返回',
      retrying: '还没有登录成功，正在自动重试，不用再点…',
      offline: '网络已断开，恢复后会自动继续；也可以点“重试”。',
      fallback: '使用其他手机号',
      orFallback: '也可以使用其他手机号。',
      noFallback: '也可以点右上角“···”，在“反馈与投诉”中联系我们。',
      changeTitle: '更换手机号',
      changePurpose: '更换后用新的手机号登录，订单和权益不变',
      change: '选择新的手机号',
      current: '当前手机号',
      signedIn: '登录成功',
      changed: '手机号已更换',
      confirmed: '手机号已确认',
      verified: '微信已验证',
      country: '国家/地区代码',
      finish: '完成',
    },
    account: {
      title: '我的',
      checking: '正在确认登录状态…',
      signedIn: '已登录',
      text: '查看和管理账号',
      noNumber: '未绑定手机号',
      stale: '暂时连不上服务，显示的是上次的登录状态。',
    },
    agreement: {
      agree: '我已阅读并同意',
      and: '和',
      terms: '《用户协议》',
      privacy: '《隐私政策》',
      dialogTitle: '请先阅读并同意',
      dialogLead: '登录前，请阅读并同意',
      disagree: '暂不同意',
      agreeAndContinue: '同意并登录',
    },
    notConfigured: { title: '服务尚未配置', text: '这个小程序还没有填写服务地址，请联系开发者。' },
  },
  en: {
    brand: { name: 'uni-phone', purpose: 'Used only to sign you in and for order and service notices' },
    home: {
      headline: 'Sign in with one tap',
      lead: 'WeChat confirms your number. Nothing to type, no code to wait for.',
      welcome: 'Welcome back',
      welcomeLead: 'Next time you are signed in without a tap.',
      signIn: 'Sign in',
      purposeTitle: 'Once you are signed in',
      purposes: [
        { title: 'Your orders follow you', text: 'They are there when you change phones' },
        { title: 'You hear from us in time', text: 'When an order or a booking changes' },
        { title: 'Support knows you', text: 'No identity questions when we call you back' },
      ],
      choiceTitle: 'You decide',
      choices: [
        { title: 'Browse without signing in', text: 'Your number is requested only after you tap' },
        { title: 'Never shown in full', text: 'Pages show it only like 138****8000' },
      ],
    },
    phone: {
      title: 'Sign in',
      signIn: 'Sign in with phone number',
      signInAgain: 'Sign in again',
      signingIn: 'Signing in…',
      retry: 'Try again',
      skip: 'Not now',
      back: 'Back',
      retrying: 'Not signed in yet. Trying again automatically, no need to tap…',
      offline: 'No network. It continues when you are back online, or tap “Try again”.',
      fallback: 'Use another number',
      orFallback: 'You can also use another number.',
      noFallback: 'You can also reach us by “···” at the top right, under Feedback.',
      changeTitle: 'Change number',
      changePurpose: 'You sign in with the new number, and your orders stay',
      change: 'Choose the new number',
      current: 'Current number',
      signedIn: 'You are signed in',
      changed: 'Number changed',
      confirmed: 'Number confirmed',
      verified: 'Verified by WeChat',
      country: 'Country or region code',
      finish: 'Done',
    },
    account: {
      title: 'My account',
      checking: 'Checking your sign-in…',
      signedIn: 'Signed in',
      text: 'See and manage your account',
      noNumber: 'No phone number',
      stale: 'The service cannot be reached. This is how you were signed in last time.',
    },
    agreement: {
      agree: 'I have read and agree to the ',
      and: ' and the ',
      terms: 'Terms of Service',
      privacy: 'Privacy Policy',
      dialogTitle: 'Before you sign in',
      dialogLead: 'Please read and agree to the ',
      disagree: 'Not now',
      agreeAndContinue: 'Agree and sign in',
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
