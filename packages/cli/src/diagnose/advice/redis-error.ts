import type { LocalizedText } from '@uni-phone/config'
import { failed, type Diagnostic } from '../diagnostic'
import { codeOf } from './our-api'

const UNREACHABLE = {
  zh: '检查 REDIS_URL 的地址与端口、Redis 是否在运行、防火墙；rediss:// 才使用 TLS',
  en: 'check host and port in REDIS_URL, whether Redis is running, and firewalls; only rediss:// uses TLS',
}

/** Errors that Redis replies with, by their first word. */
const REFUSALS: readonly (readonly [word: RegExp, message: LocalizedText, advice: LocalizedText])[] = [
  [
    /^(WRONGPASS|ERR invalid password)/,
    { zh: 'Redis 不接受 REDIS_URL 中的密码', en: 'Redis does not accept the password in REDIS_URL' },
    {
      zh: '改正 REDIS_URL：redis://用户名:密码@主机:端口，特殊字符须百分号编码',
      en: 'fix REDIS_URL: redis://user:password@host:port with special characters percent-encoded',
    },
  ],
  [
    /^NOAUTH/,
    { zh: 'Redis 要求密码，而 REDIS_URL 中没有', en: 'Redis requires a password, and REDIS_URL has none' },
    { zh: '把密码写进 REDIS_URL：redis://:密码@主机:端口', en: 'add it to REDIS_URL: redis://:password@host:port' },
  ],
  [
    /^NOPERM/,
    { zh: 'Redis 用户没有写权限', en: 'the Redis user has no permission to write' },
    {
      zh: '允许该用户读写 uni-phone:* 与脚本命令（ACL）',
      en: 'allow this user to read and write uni-phone:* and to run scripts (ACL)',
    },
  ],
  [
    /^READONLY/,
    { zh: '这是只读的 Redis 副本', en: 'this Redis is a read-only replica' },
    { zh: '把 REDIS_URL 指向主节点', en: 'point REDIS_URL at the primary' },
  ],
  [
    /^(OOM|MISCONF|LOADING)/,
    { zh: 'Redis 目前不能写入', en: 'Redis accepts no writes at the moment' },
    { zh: '查看 Redis 的内存与日志', en: 'check the memory and the log of Redis' },
  ],
]

/** Describes an error without its own text, which may quote the address. */
export function describeRedisError(error: unknown): Diagnostic {
  const text = error instanceof Error ? error.message : ''
  const [, message, advice] = REFUSALS.find(([word]) => word.test(text)) ?? []
  if (message !== undefined && advice !== undefined) return failed('redis', message, advice)
  return failed(
    'redis',
    { zh: `Redis 连不上（${codeOf(error)}）`, en: `Redis cannot be reached (${codeOf(error)})` },
    UNREACHABLE,
  )
}
