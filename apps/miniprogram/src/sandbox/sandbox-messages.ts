import { type Language, readLanguage } from '../texts/language'

interface SandboxMessages {
  asks: string
  number: string
  deny: string
  allow: string
  failed: string
  testNumber: string
}

const SANDBOX_MESSAGES: Record<Language, SandboxMessages> = {
  zh: {
    asks: '申请获取并验证你的手机号',
    number: '138****8000',
    deny: '拒绝',
    allow: '允许',
    failed: '沙箱没有答复：服务和模拟器在运行吗？',
    testNumber: '沙箱测试号码',
  },
  en: {
    asks: 'requests and verifies your phone number',
    number: '138****8000',
    deny: 'Deny',
    allow: 'Allow',
    failed: 'The sandbox does not answer: do the server and the emulator run?',
    testNumber: 'Sandbox test number',
  },
}

export function useSandboxMessages(): SandboxMessages {
  return SANDBOX_MESSAGES[readLanguage()]
}
