import { type Language, readLanguage } from '../../phone-number'

interface Confirmation {
  title: string
  text: string
  confirm: string
}

interface MineTexts {
  guest: string
  guestText: string
  stale: string
  change: string
  signOut: string
  signOutEverywhere: Confirmation
  close: Confirmation
  cancel: string
  failed: string
  done: Record<'signOut' | 'signOutEverywhere' | 'close', string>
}

export const MINE_TEXTS: Record<Language, MineTexts> = {
  zh: {
    guest: '还没有登录',
    guestText: '登录后可以查看和管理账号',
    stale: '暂时连不上服务，没能自动登录，可以继续浏览。',
    change: '更换手机号',
    signOut: '退出登录',
    signOutEverywhere: {
      title: '退出所有设备',
      text: '所有手机上的登录都会退出，包括这一部。',
      confirm: '全部退出',
    },
    close: {
      title: '注销账号',
      text: '手机号、微信登录关联和所有设备上的登录都会删除，不能恢复。再次登录时将是一个新账号。',
      confirm: '确认注销',
    },
    cancel: '取消',
    failed: '没有收到服务的确认，请检查网络，再试一次。',
    done: { signOut: '已退出登录', signOutEverywhere: '所有设备均已退出', close: '账号已注销' },
  },
  en: {
    guest: 'Not signed in',
    guestText: 'Sign in to see and manage your account',
    stale: 'The service cannot be reached, so you are not signed in. You can go on browsing.',
    change: 'Change number',
    signOut: 'Sign out',
    signOutEverywhere: {
      title: 'Sign out on all devices',
      text: 'You are signed out on every phone, this one included.',
      confirm: 'Sign out',
    },
    close: {
      title: 'Close account',
      text: 'Your number, the link to WeChat and all sign-ins are deleted for good. If you sign in again, you get a new account.',
      confirm: 'Close account',
    },
    cancel: 'Cancel',
    failed: 'The service has not confirmed this. Check your network and try again.',
    done: { signOut: 'Signed out', signOutEverywhere: 'Signed out everywhere', close: 'Account closed' },
  },
}

export function useMineTexts(): MineTexts {
  return MINE_TEXTS[readLanguage()]
}
