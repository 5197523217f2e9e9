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
  },
}

export function useSandboxMessages(): SandboxMessages {
  return SANDBOX_MESSAGES[readLanguage()]
}
