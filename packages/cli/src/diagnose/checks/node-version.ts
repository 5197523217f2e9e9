import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, failed, ok, same } from '../diagnostic'
import type { Environment } from '../environment'

/** Versions of Node that the product supports, for a project that does not say it. */
const OLDEST = '>=20.19'

function requiredVersion(root: string): string {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines?: { node?: string } }
  return (engines?.node ?? OLDEST).replace('>=', '')
}

/** Compares major and minor version. */
function isAtLeast(version: string, required: string): boolean {
  const [[major = 0, minor = 0] = [], [requiredMajor = 0, requiredMinor = 0] = []] = [version, required].map((text) =>
    text.split('.').map(Number),
  )
  return major > requiredMajor || (major === requiredMajor && minor >= requiredMinor)
}

export function checkNode({ root, nodeVersion }: Environment): Diagnostic {
  const required = requiredVersion(root)
  if (isAtLeast(nodeVersion, required)) return ok('node', same(`Node.js ${nodeVersion}`))
  return failed(
    'node',
    {
      zh: `Node.js ${nodeVersion} 太旧，需要 ${required} 以上`,
      en: `Node.js ${nodeVersion} is too old: ${required} or newer is required`,
    },
    { zh: '从 https://nodejs.org 安装 LTS 版本', en: 'install the LTS version from https://nodejs.org' },
  )
}
