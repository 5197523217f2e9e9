import type { Agreement } from './agreement'

/**
 * FOR THE OWNER: a sample. Replace it with your own terms before a release: who you are, what the service is, and how
 * to reach you. WeChat's review reads it.
 */
export const TERMS: Agreement = {
  zh: {
    title: '用户协议',
    updated: '2026-11-22',
    sections: [
      {
        title: '一、关于本协议',
        paragraphs: [
          '本协议由你与本小程序的运营者订立。勾选同意或使用手机号登录，表示你已阅读并接受以下内容；不同意时，你仍可浏览不需要登录的页面。',
        ],
      },
      {
        title: '二、账号与手机号',
        paragraphs: [
          '你可以用微信绑定的手机号登录。手机号由微信验证后提供，请确保它由你本人使用。',
          '你可以不登录，也可以随时退出登录或注销账号。不登录不影响浏览。',
        ],
      },
      {
        title: '三、服务的使用',
        paragraphs: ['请依法使用本服务，不冒用他人身份，不干扰服务的正常运行。'],
      },
      {
        title: '四、变更与联系',
        paragraphs: [
          '本协议如有重大变更，会在小程序内提示，并重新征得你的同意。如有疑问，请通过小程序内的客服联系我们。',
        ],
      },
    ],
  },
  en: {
    title: 'Terms of Service',
    updated: '2026-11-22',
    sections: [
      {
        title: '1. About these terms',
        paragraphs: [
          'These terms are between you and the operator of this mini program. By ticking the box, or by signing in with your phone number, you accept them. If you do not, you can still browse the pages that need no sign-in.',
        ],
      },
      {
        title: '2. Your account and number',
        paragraphs: [
          'You can sign in with the number linked to your WeChat. WeChat verifies and provides it; please make sure that it is your own.',
          'You may go on without signing in, sign out, or close your account at any time. You can browse without signing in.',
        ],
      },
      {
        title: '3. Using the service',
        paragraphs: ['Use the service lawfully, under your own identity, and without disturbing it.'],
      },
      {
        title: '4. Changes and contact',
        paragraphs: [
          'Important changes are announced in the mini program, and your consent is asked for anew. Support in the mini program answers your questions.',
        ],
      },
    ],
  },
}
