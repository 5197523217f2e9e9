import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledMiniProgram, compileMiniProgram } from '@uni-phone/miniprogram-runner'
import { inject } from 'vitest'
import { buildApp } from '../services'
import './build-folder'

/** `sandbox` is what `pnpm dev` makes without an account; `development` is the same with WeChat's own button. */
export type BuildKind = 'production' | 'development' | 'sandbox'

/** Stands in the build until a test file puts its own server's address there. */
const ADDRESS = 'http://127.0.0.1:1/uni-phone-api'
const LOOK_EVERY_MS = 100

/** A build of the mini program whose API is on this port. Each kind is built once for all test files of a run. */
export async function buildMiniProgram(kind: BuildKind, port: number): Promise<CompiledMiniProgram> {
  const built = join(inject('buildFolder'), kind)
  const own = `${built}-${port}`
  await buildOnce(kind, built)
  cpSync(built, own, { recursive: true })
  const file = join(own, 'common/app.js')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(ADDRESS, `http://127.0.0.1:${port}`))
  return compileMiniProgram(own)
}

async function buildOnce(kind: BuildKind, folder: string): Promise<void> {
  const done = `${folder}.done`
  if (isFirst(`${folder}.lock`)) {
    const env = { VITE_API_BASE_URL: ADDRESS, ...(kind === 'sandbox' && { UNI_PHONE_SANDBOX: '1' }) }
    const built = await buildApp('mp-weixin', env, kind !== 'production')
    cpSync(built.folder, folder, { recursive: true })
    rmSync(built.folder, { recursive: true })
    writeFileSync(done, '')
  }
  while (!existsSync(done)) await sleep(LOOK_EVERY_MS)
}

/** To make a folder succeeds once, whichever process tries. */
function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}
