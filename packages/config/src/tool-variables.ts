import { httpUrl, optionalChoice, port, text } from './kinds'
import { z } from 'zod'
import type { Variables } from './variable'

const flag = optionalChoice(['1'])
const OFF = { zh: '关', en: 'off' }
const NONE = { zh: '无', en: 'none' }
const LIKE_RELEASE = { zh: '同 VITE_API_BASE_URL', en: 'as VITE_API_BASE_URL' }

/**
 * What the commands and the build of the mini program read, and the server does not: they stand here so that every
 * variable has its home in one folder.
 */
export const TOOL_VARIABLES = {
  VITE_API_BASE_URL: {
    ...httpUrl,
    section: 'miniprogram',
    example: '',
    without: { zh: '`pnpm dev` 使用本机地址；构建时警告', en: "`pnpm dev` takes this computer's; a build warns" },
    zh: 'API 的 https 地址，编译进小程序；须加入后台的 request 合法域名，`pnpm upload` 拒绝 http',
    en: "The API's https address, compiled into the mini program; it has to be on the console's list of request domains, and `pnpm upload` refuses http",
  },
  VITE_API_BASE_URL_TRIAL: {
    ...httpUrl,
    section: 'miniprogram',
    without: LIKE_RELEASE,
    zh: '体验版的 API 地址，若不同',
    en: "The trial version's, where it is another",
  },
  VITE_API_BASE_URL_DEVELOP: {
    ...httpUrl,
    section: 'miniprogram',
    without: LIKE_RELEASE,
    zh: '开发版的 API 地址，若不同；`pnpm dev` 的小程序也用它',
    en: "The development version's, where it is another; the mini program of `pnpm dev` takes it, too",
  },
  VITE_ANOTHER_WAY_PAGE: {
    check: z.string().startsWith('/').optional(),
    must: { zh: '须为页面路径，如 /pages/sms/sms', en: 'must be the path of a page such as /pages/sms/sms' },
    section: 'miniprogram',
    without: NONE,
    zh: '你自己的页面，供用户改用其他号码，如 /pages/sms/sms',
    en: 'Your own page for people who want to give another number, /pages/sms/sms for instance',
  },
  MINIPROGRAM_APPID: {
    check: z
      .string()
      .regex(/^(wx[0-9a-f]{16}|touristappid)$/)
      .optional(),
    must: { zh: '须为 wx 加 16 位十六进制（小写）', en: 'must be `wx` and 16 hex digits' },
    section: 'miniprogram',
    without: { zh: '`WECHAT_APPID`，否则游客模式', en: '`WECHAT_APPID`, else tourist mode' },
    zh: '只用于 project.config.json：个人账号可借此在手机上预览沙箱',
    en: 'For project.config.json alone: with a personal AppID a phone can preview the sandbox',
  },
  UNI_PHONE_OPTIONS_API: {
    ...flag,
    section: 'miniprogram',
    example: false,
    without: OFF,
    zh: '1：打开 Vue 的 Options API，uni-ui 等组件库需要；由命令行给出，不写进 .env',
    en: "1 switches Vue's Options API on, which uni-ui and its like need; on the command line, not in .env",
  },
  H5_PORT: {
    ...port(5173),
    section: 'development',
    zh: 'H5 开发服务器的端口，只在本机；`pnpm dev --lan` 对局域网开放',
    en: "The H5 dev server's port, on loopback; `pnpm dev --lan` opens it",
  },
  LAN_HOST: {
    ...text,
    section: 'development',
    without: {
      zh: '首个不属于网桥或隧道的私有 IPv4',
      en: 'the first private IPv4 address that is no bridge or tunnel',
    },
    zh: '手机访问本机的地址，编译进开发版小程序',
    en: 'The address phones reach this computer at, compiled into the development build',
  },
  WECHAT_DEVTOOLS_CLI: {
    ...text,
    section: 'development',
    without: { zh: '默认安装位置', en: 'where its installer puts it' },
    zh: '微信开发者工具的命令行（cli，Windows 为 cli.bat）',
    en: 'The command line of WeChat DevTools (cli, or cli.bat on Windows)',
  },
  WECHAT_UPLOAD_KEY: {
    ...text,
    section: 'development',
    without: { zh: '根目录的 `private.<AppID>.key`', en: '`private.<AppID>.key` in the root' },
    zh: '代码上传密钥的路径，用于 `pnpm preview` 和 `pnpm upload`',
    en: 'The path of the key for `pnpm preview` and `pnpm upload`',
  },
  MINIPROGRAM_CI: {
    ...text,
    section: 'internal',
    example: false,
    without: { zh: '按需下载', en: 'fetched on demand' },
    zh: '代替 miniprogram-ci 的程序',
    en: 'A program in place of miniprogram-ci',
  },
  API_TARGET: {
    ...httpUrl,
    section: 'internal',
    example: false,
    without: { zh: '`http://127.0.0.1:8787`', en: '`http://127.0.0.1:8787`' },
    zh: 'H5 开发服务器转发到的 API',
    en: 'The API behind the H5 dev server',
  },
  UNI_PHONE_SANDBOX: {
    ...flag,
    section: 'internal',
    example: false,
    without: OFF,
    zh: '1：编译沙箱（绘制的授权弹窗）',
    en: '1 compiles the sandbox in: the drawn consent sheet',
  },
  UNI_PHONE_LAN: {
    ...flag,
    section: 'internal',
    example: false,
    without: OFF,
    zh: '1：H5 开发服务器对局域网开放',
    en: '1 opens the H5 dev server to the network',
  },
} as const satisfies Variables
