import type { LocalizedText } from '@uni-phone/config'
import { failed, type Finding } from './finding'
import { codeOf } from './our-api'

const UNREACHABLE = {
  zh: '检查 REDIS_URL 的地址与端口、Redis 是否在运行、防火墙；rediss:// 才使用 TLS',
  en: 'check host and port of REDIS_URL, whether Redis runs, and firewalls; only rediss:// uses TLS',
}

/** What Redis itself says, by the first word of its errors. */
const REFUSALS: readonly (readonly [word: RegExp, found: LocalizedText, advice: LocalizedText])[] = [
  [
    /^(WRONGPASS|ERR invalid password)/,
    { zh: 'Redis 不接受 REDIS_URL 中的密码', en: 'Redis does not accept the password in REDIS_URL' },
    {
      zh: '改正 REDIS_URL：redis://用户名:密码@主机:端口，特殊字符须百分号编码',
      en: 'mend REDIS_URL, redis://user:password@host:port; special characters are percent-encoded',
    },
  ],
  [
    /^NOAUTH/,
    { zh: 'Redis 要求密码，而 REDIS_URL 中没有', en: 'Redis wants a password, and REDIS_URL has none' },
    { zh: '把密码写进 REDIS_URL：redis://:密码@主机:端口', en: 'put it into REDIS_URL: redis://:password@host:port' },
  ],
  [
    /^NOPERM/,
    { zh: 'Redis 用户没有写权限', en: 'the Redis user may not write' },
    {
      zh: '允许该用户读写 uni-phone:* 与脚本命令（ACL）',
      en: 'let this user read and write uni-phone:*, and run scripts (ACL)',
    },
  ],
  [
    /^READONLY/,
    { zh: '这是只读的 Redis 副本', en: 'this Redis is a read-only replica' },
    { zh: '把 REDIS_URL 指向主节点', en: 'let REDIS_URL name the primary' },
  ],
  [
    /^(OOM|MISCONF|LOADING)/,
    { zh: 'Redis 目前不能写入', en: 'Redis cannot be written to at the moment' },
    { zh: '查看 Redis 的内存与日志', en: "look at Redis's memory and its log" },
  ],
]

/** What is to be said of an error. Its own text may quote the address. */
export function describeRedisError(error: unknown): Finding {
  const text = error instanceof Error ? error.message : ''
  const [, found, advice] = REFUSALS.find(([word]) => word.test(text)) ?? []
  if (found !== undefined && advice !== undefined) return failed('redis', found, advice)
  return failed(
    'redis',
    { zh: `Redis 连不上（${codeOf(error)}）`, en: `Redis cannot be reached (${codeOf(error)})` },
    UNREACHABLE,
  )
}
