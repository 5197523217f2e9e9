import type { Agreement } from './agreement'

/**
 * FOR THE OWNER: a sample. Replace it with your own policy before a release: the purpose, method and scope of processing,
 * how long data is kept, and how to reach you. It must agree with the privacy guide on WeChat's console.
 */
export const PRIVACY: Agreement = {
  zh: {
    title: '隐私政策',
    updated: '2026-11-22',
    sections: [
      {
        title: '一、我们处理的信息',
        paragraphs: [
          '手机号：在你点按“手机号快捷登录”并在微信弹窗中允许后，由微信提供，用于登录账号、接收订单与服务通知。',
          '登录标识（openid）：用于识别你的账号。',
        ],
      },
      {
        title: '二、处理的方式',
        paragraphs: [
          '手机号由微信的服务器交给我们的服务器，页面上只显示打码后的号码；手机上只保存登录凭证，不保存号码。',
          '我们不向第三方提供你的手机号，法律要求的除外。',
        ],
      },
      {
        title: '三、保存的期限',
        paragraphs: ['在你使用服务期间保存；注销账号后删除或匿名化，法律另有规定的除外。'],
      },
      {
        title: '四、你的权利',
        paragraphs: [
          '你可以不提供手机号，可以查询或更正你的信息、撤回同意；在“我的”中可以更换手机号、退出登录和注销账号。其他问题请通过小程序内的客服联系我们。',
        ],
      },
    ],
  },
  en: {
    title: 'Privacy Policy',
    updated: '2026-11-22',
    sections: [
      {
        title: '1. What we process',
        paragraphs: [
          'Your phone number: after you tap “Continue with phone number” and allow it on WeChat’s sheet, WeChat provides it. It is used to sign you in and for order and service notices.',
          'A sign-in identifier (openid): it tells which account is yours.',
        ],
      },
      {
        title: '2. How',
        paragraphs: [
          'WeChat’s server hands the number to our server. The pages show it masked; the phone keeps only a sign-in token, not the number.',
          'We do not give your number to third parties, unless the law demands it.',
        ],
      },
      {
        title: '3. For how long',
        paragraphs: [
          'While you use the service. When you close your account it is deleted or made anonymous, unless the law says otherwise.',
        ],
      },
      {
        title: '4. Your rights',
        paragraphs: [
          'You may keep your number to yourself, see and correct your information, and withdraw consent. Under “My account” you can change your number, sign out and close your account. Support in the mini program helps you with anything else.',
        ],
      },
    ],
  },
}
