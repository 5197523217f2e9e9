import { ACCOUNT_VARIABLES } from './account-variables'
import { choice, optionalPort, origins, port, redisUrl, text, trustProxy, wholeNumber } from './validators'
import type { Variables } from './variable'

/** Variables that the server reads. */
export const SERVER_VARIABLES = {
  ...ACCOUNT_VARIABLES,
  NODE_ENV: {
    ...text,
    section: 'server',
    example: false,
    defaultText: { zh: '`pnpm start` 设为 `production`', en: '`pnpm start` makes it `production`' },
    zh: 'production 要求配置账号，并拒绝沙箱',
    en: 'production requires an account and refuses the sandbox',
  },
  PORT: { ...port(8787), section: 'server', zh: '服务端的端口', en: "The server's port" },
  HOST: {
    ...text,
    section: 'server',
    defaultText: { zh: '所有网卡', en: 'all interfaces' },
    zh: '服务端监听的地址',
    en: 'The address the server listens on',
  },
  METRICS_PORT: {
    ...optionalPort,
    section: 'server',
    defaultText: { zh: '无指标', en: 'no metrics' },
    zh: '`/metrics` 的端口，单独监听；不要对外开放',
    en: 'Port of `/metrics`, a listener of its own; do not expose it',
  },
  REQUEST_TIMEOUT_MS: {
    ...wholeNumber(100, 60_000, 5000),
    section: 'server',
    zh: '客户端最多等多久，毫秒；之后换号仍会继续，重试即得到结果',
    en: 'How long a client waits, in milliseconds; the exchange then continues, and a retry gets its result',
  },
  PHONE_NUMBER_RESPONSE: {
    ...choice(['full', 'masked']),
    section: 'server',
    example: 'masked',
    zh: '返回给页面的号码：full 为完整号码，masked 为打码号码',
    en: 'full sends the page the whole number, masked a masked one',
  },
  LEGACY_PHONE_NUMBER: {
    ...choice(['off', 'on']),
    section: 'server',
    zh: 'on：接受基础库 2.21.2 之前的 { loginCode, encryptedData, iv }，当时没有 code',
    en: 'on accepts { loginCode, encryptedData, iv }, which base libraries before 2.21.2 give in place of a code',
  },
  CORS_ORIGINS: {
    ...origins,
    section: 'server',
    defaultText: { zh: '无', en: 'none' },
    zh: '部署在其他域名的 H5 的来源，逗号分隔',
    en: 'Origins of an H5 build that is hosted elsewhere, separated by commas',
  },
  LOG_LEVEL: {
    ...choice(['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent']),
    section: 'server',
    zh: '日志级别：fatal、error、warn、info、debug、trace、silent',
    en: 'Log level: fatal, error, warn, info, debug, trace, silent',
  },
  REDIS_URL: {
    ...redisUrl,
    section: 'instances',
    defaultText: { zh: '内存', en: 'memory' },
    zh: '多个实例共享的答复与限流，如 redis://127.0.0.1:6379',
    en: 'Redis for the answers and rate limits that instances share, such as redis://127.0.0.1:6379',
  },
  RATE_LIMIT_PER_MINUTE: {
    ...wholeNumber(1, 1_000_000_000, 600),
    section: 'instances',
    zh: '每个客户端地址每分钟的请求数；手机用户常共用地址，不宜过小',
    en: 'Requests a minute for each client address; phones on mobile networks often share one, so do not set it low',
  },
  TRUST_PROXY: {
    ...trustProxy,
    section: 'instances',
    zh: '前置反向代理的个数，或其地址与网段；不能信任所有地址',
    en: 'Number of reverse proxies in front, or their addresses and CIDRs; never all addresses',
  },
  EMULATOR_PORT: {
    ...port(8788),
    section: 'development',
    zh: '模拟器的端口，只在本机',
    en: "The emulator's port, on loopback",
  },
} as const satisfies Variables
