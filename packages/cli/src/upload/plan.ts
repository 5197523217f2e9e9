import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { manifestAppId } from '../project'

export type UploadTask = 'preview' | 'upload'

export interface UploadPlan {
  readonly appId: string
  readonly keyFile: string
}

export interface UploadEnvironment {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
}

const ADDRESSES = ['VITE_API_BASE_URL', 'VITE_API_BASE_URL_TRIAL', 'VITE_API_BASE_URL_DEVELOP'] as const

const APP_ID_MISSING = `缺少 AppID：在微信公众平台“开发管理 › 开发设置”查看，写入 .env。
MINIPROGRAM_APPID or WECHAT_APPID is missing. The AppID is on mp.weixin.qq.com under 开发管理 › 开发设置 (Development settings).`

function keyMissing(file: string): string {
  return `缺少代码上传密钥：由管理员在“开发管理 › 开发设置 › 小程序代码上传”生成，并配置 IP 白名单。
The upload key is missing: ${file}
An administrator creates it on mp.weixin.qq.com under 开发管理 › 开发设置 › 小程序代码上传 and adds this computer's address to the allowlist there.
Save it under that name, or set WECHAT_UPLOAD_KEY to its path. Git ignores it; anyone who has it can upload.`
}

function addressProblems(env: NodeJS.ProcessEnv): string[] {
  const missing = env.VITE_API_BASE_URL
    ? []
    : [
        `缺少 VITE_API_BASE_URL：小程序将找不到服务端。
VITE_API_BASE_URL is missing: the mini program would not find the server.`,
      ]
  const insecure = ADDRESSES.filter((name) => env[name] && !env[name].startsWith('https://')).map(
    (name) => `${name} 不是 https：正式版小程序只能访问 https。
${name} is not https: a released mini program may only call https.`,
  )
  return [...missing, ...insecure]
}

/** Returns what miniprogram-ci needs, or everything that is missing. A preview may call an http address on the LAN. */
export function planUpload(task: UploadTask, { root, env }: UploadEnvironment): UploadPlan | { problems: string[] } {
  const appId = env.MINIPROGRAM_APPID || env.WECHAT_APPID || manifestAppId(root)
  const keyFile = env.WECHAT_UPLOAD_KEY || join(root, `private.${appId ?? '<AppID>'}.key`)
  const problems = [
    ...(appId ? [] : [APP_ID_MISSING]),
    ...(existsSync(keyFile) ? [] : [keyMissing(keyFile)]),
    ...(task === 'upload' ? addressProblems(env) : []),
  ]
  return appId && problems.length === 0 ? { appId, keyFile } : { problems }
}
