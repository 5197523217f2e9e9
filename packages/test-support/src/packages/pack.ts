import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The packages that others can install, by the name of their folder. */
export const PUBLISHED = ['config', 'contract', 'miniprogram-runner', 'wechat', 'wechat-emulator'] as const

/** Packs a package as it is published; gives the path of the tarball. */
export async function packPackage(name: (typeof PUBLISHED)[number], destination: string): Promise<string> {
  const script = join(root, 'scripts/release/pack.mjs')
  const args = [script, join(root, 'packages', name), destination]
  return (await promisify(execFile)(process.execPath, args)).stdout
}
