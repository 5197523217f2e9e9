import { type Language, readLanguage } from '../phone-number'

interface SandboxMessages {
  asks: string
  deny: string
  allow: string
  failed: string
  notANumber: string
  testNumber: string
  other: string
  otherNumber: string
  simulate: string
  noPermission: string
  quotaUsedUp: string
  sandbox: string
  otherUser: string
  otherUserNote: string
  newUser: string
  newUserNote: string
  endSession: string
  endSessionNote: string
}

const SANDBOX_MESSAGES: Record<Language, SandboxMessages> = {
  zh: {
    asks: '申请获取并验证你的手机号',
    deny: '拒绝',
    allow: '允许',
    failed: '沙箱没有答复：服务和模拟器在运行吗？',
    notANumber: '请输入 5 到 15 位数字。',
    testNumber: '沙箱测试号码',
    other: '使用其他号码',
    otherNumber: '任意测试号码',
    simulate: '模拟微信的其他答复：',
    noPermission: '无权限',
    quotaUsedUp: '额度用完',
    sandbox: '沙箱：在这里模拟另一部手机或服务端',
    otherUser: '换成另一个微信用户',
    otherUserNote: '现在是另一个微信用户；再点一次换回来。',
    newUser: '换成全新的微信用户',
    newUserNote: '现在是全新的微信用户，第一次登录需要手机号。',
    endSession: '让服务器结束这次登录',
    endSessionNote: '登录已在服务器上结束，小程序还不知道：下一次请求会发现，并自动重新登录。',
  },
  en: {
    asks: 'requests to get and verify your phone number',
    deny: 'Deny',
    allow: 'Allow',
    failed: 'The sandbox does not answer: do the server and the emulator run?',
    notANumber: 'A number has 5 to 15 digits.',
    testNumber: 'Sandbox test number',
    other: 'Use another number',
    otherNumber: 'Any test number',
    simulate: 'Simulate other answers of WeChat:',
    noPermission: 'No permission',
    quotaUsedUp: 'Quota used up',
    sandbox: 'Sandbox: simulate another phone, or the server',
    otherUser: 'Become another WeChat user',
    otherUserNote: 'You are another WeChat user now; tap again to go back.',
    newUser: 'Become a new WeChat user',
    newUserNote: 'You are a new WeChat user now, whose first sign-in needs a phone number.',
    endSession: 'End the session on the server',
    endSessionNote:
      'The session has ended on the server, and the mini program does not know yet: its next request finds out and signs in again.',
  },
}

export function useSandboxMessages(): SandboxMessages {
  return SANDBOX_MESSAGES[readLanguage()]
}
