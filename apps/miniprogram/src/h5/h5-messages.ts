import { type Language, readLanguage } from '../phone-number'

interface H5Messages {
  title: string
  steps: readonly string[]
}

const H5_MESSAGES: Record<Language, H5Messages> = {
  zh: {
    title: '请在微信中打开',
    steps: ['打开手机微信，点首页顶部的搜索', '搜索小程序“uni-phone”并打开', '进入“授权手机号”，点“手机号快捷登录”'],
  },
  en: {
    title: 'Open this in WeChat',
    steps: [
      'In WeChat on your phone, tap Search at the top',
      'Search for the mini program “uni-phone” and open it',
      'Choose “Authorize phone number”, then “Continue with phone number”',
    ],
  },
}

export function useH5Messages(): H5Messages {
  return H5_MESSAGES[readLanguage()]
}
