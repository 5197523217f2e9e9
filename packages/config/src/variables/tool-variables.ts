import { z } from 'zod'
import { httpUrl, optionalChoice, port, text } from './validators'
import type { Variables } from './variable'

const flag = optionalChoice(['1'])
const OFF = { zh: '关', en: 'off' }
const NONE = { zh: '无', en: 'none' }
const LIKE_RELEASE = { zh: '同 VITE_API_BASE_URL', en: 'same as VITE_API_BASE_URL' }

/** Variables that only the commands and the mini program's build read. */
export const TOOL_VARIABLES = {
  VITE_API_BASE_URL: {
    ...httpUrl,
    section: 'miniprogram',
    example: '',
    defaultText: {
      zh: '`pnpm dev` 使用本机地址；构建时警告',
      en: '`pnpm dev` uses the address of this computer; a build warns',
    },
    zh: 'API 的 https 地址，编译进小程序；须加入后台的 request 合法域名，`pnpm upload` 拒绝 http',
    en: "The API's https address, compiled into the mini program; add it to the request domains in the console; `pnpm upload` refuses http",
  },
  VITE_API_BASE_URL_TRIAL: {
    ...httpUrl,
    section: 'miniprogram',
    defaultText: LIKE_RELEASE,
    zh: '体验版的 API 地址，若不同',
    en: 'API address of the trial version, if it differs',
  },
  VITE_API_BASE_URL_DEVELOP: {
    ...httpUrl,
    section: 'miniprogram',
    defaultText: LIKE_RELEASE,
    zh: '开发版的 API 地址，若不同；`pnpm dev` 的小程序也用它',
    en: 'API address of the development version, if it differs; the mini program of `pnpm dev` uses it as well',
  },
  VITE_ANOTHER_WAY_PAGE: {
    check: z.string().startsWith('/').optional(),
    message: { zh: '须为页面路径，如 /pages/sms/sms', en: 'must be the path of a page such as /pages/sms/sms' },
    section: 'miniprogram',
    defaultText: NONE,
    zh: '你自己的页面，供用户改用其他号码，如 /pages/sms/sms',
    en: 'Your own page for users who want to give another number, such as /pages/sms/sms',
  },
  MINIPROGRAM_APPID: {
    check: z
      .string()
      .regex(/^(wx[0-9a-f]{16}|touristappid)$/)
      .optional(),
    message: { zh: '须为 wx 加 16 位十六进制（小写）', en: 'must be `wx` and 16 hex digits' },
    section: 'miniprogram',
    defaultText: { zh: '`WECHAT_APPID`，否则游客模式', en: '`WECHAT_APPID`, else tourist mode' },
    zh: '只用于 project.config.json：个人账号可借此在手机上预览沙箱',
    en: 'Only for project.config.json: with a personal AppID a phone can preview the sandbox',
  },
  UNI_PHONE_OPTIONS_API: {
    ...flag,
    section: 'miniprogram',
    example: false,
    defaultText: OFF,
    zh: '1：打开 Vue 的 Options API，uni-ui 等组件库需要；由命令行给出，不写进 .env',
    en: "1 enables Vue's Options API, which component libraries such as uni-ui need; set it on the command line, not in .env",
  },
  H5_PORT: {
    ...port(5173),
    section: 'development',
    zh: 'H5 开发服务器的端口，只在本机；`pnpm dev --lan` 对局域网开放',
    en: "The H5 dev server's port, on loopback; `pnpm dev --lan` opens it to the network",
  },
  LAN_HOST: {
    ...text,
    section: 'development',
    defaultText: {
      zh: '首个不属于网桥或隧道的私有 IPv4',
      en: 'the first private IPv4 address that is not a bridge or tunnel',
    },
    zh: '手机访问本机的地址，编译进开发版小程序',
    en: 'Address at which phones reach this computer, compiled into the development build',
  },
  WECHAT_DEVTOOLS_CLI: {
    ...text,
    section: 'development',
    defaultText: { zh: '默认安装位置', en: 'where the installer puts it' },
    zh: '微信开发者工具的命令行（cli，Windows 为 cli.bat）',
    en: 'Command line tool of WeChat DevTools (cli, or cli.bat on Windows)',
  },
  WECHAT_UPLOAD_KEY: {
    ...text,
    section: 'development',
    defaultText: { zh: '根目录的 `private.<AppID>.key`', en: '`private.<AppID>.key` in the project root' },
    zh: '代码上传密钥的路径，用于 `pnpm preview` 和 `pnpm upload`',
    en: 'Path of the code upload key for `pnpm preview` and `pnpm upload`',
  },
  MINIPROGRAM_CI: {
    ...text,
    section: 'internal',
    example: false,
    defaultText: { zh: '按需下载', en: 'downloaded on demand' },
    zh: '代替 miniprogram-ci 的程序',
    en: 'Program to run in place of miniprogram-ci',
  },
  API_TARGET: {
    ...httpUrl,
    section: 'internal',
    example: false,
    defaultText: { zh: '`http://127.0.0.1:8787`', en: '`http://127.0.0.1:8787`' },
    zh: 'H5 开发服务器转发到的 API',
    en: 'API that the H5 dev server proxies to',
  },
  UNI_PHONE_SANDBOX: {
    ...flag,
    section: 'internal',
    example: false,
    defaultText: OFF,
    zh: '1：编译沙箱（绘制的授权弹窗）',
    en: '1 compiles the sandbox in (the drawn consent sheet)',
  },
  UNI_PHONE_LAN: {
    ...flag,
    section: 'internal',
    example: false,
    defaultText: OFF,
    zh: '1：H5 开发服务器对局域网开放',
    en: '1 opens the H5 dev server to the network',
  },
} as const satisfies Variables
