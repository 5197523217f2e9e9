import { existsSync } from 'node:fs'
import { join } from 'node:path'

export type UploadTask = 'preview' | 'upload'

export interface UploadPlan {
  readonly appId: string
  readonly keyFile: string
}

export interface UploadSurroundings {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
}

const ADDRESSES = ['VITE_API_BASE_URL', 'VITE_API_BASE_URL_TRIAL', 'VITE_API_BASE_URL_DEVELOP'] as const

const APP_ID_MISSING = `MINIPROGRAM_APPID or WECHAT_APPID is missing. The AppID stands on mp.weixin.qq.com under 开发管理 › 开发设置 (Development settings).
缺少 AppID：在微信公众平台“开发管理 › 开发设置”查看，写入 .env。`

function keyMissing(file: string): string {
  return `The upload key is missing: ${file}
An administrator makes it on mp.weixin.qq.com under 开发管理 › 开发设置 › 小程序代码上传, and puts this computer's address on the list there.
Save it under that name, or set WECHAT_UPLOAD_KEY to its path. It is git-ignored; whoever has it can upload.
缺少代码上传密钥：由管理员在“开发管理 › 开发设置 › 小程序代码上传”生成，并配置 IP 白名单。`
}

function addressProblems(env: NodeJS.ProcessEnv): string[] {
  const missing = env.VITE_API_BASE_URL ? [] : ['VITE_API_BASE_URL is missing: the mini program would reach no server.']
  const insecure = ADDRESSES.filter((name) => env[name] && !env[name].startsWith('https://')).map(
    (name) => `${name} is not https: a released mini program may call https alone.`,
  )
  return [...missing, ...insecure]
}

/** What is needed, or all that is missing and where to get it. A preview may reach an http address on the LAN. */
export function planUpload(task: UploadTask, { root, env }: UploadSurroundings): UploadPlan | { problems: string[] } {
  const appId = env.MINIPROGRAM_APPID || env.WECHAT_APPID
  const keyFile = env.WECHAT_UPLOAD_KEY || join(root, `private.${appId ?? '<AppID>'}.key`)
  const problems = [
    ...(appId ? [] : [APP_ID_MISSING]),
    ...(existsSync(keyFile) ? [] : [keyMissing(keyFile)]),
    ...(task === 'upload' ? addressProblems(env) : []),
  ]
  return appId && problems.length === 0 ? { appId, keyFile } : { problems }
}
