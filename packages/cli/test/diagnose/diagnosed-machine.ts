import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { diagnose } from '../../../scripts/diagnose/diagnosis'
import type { Surroundings } from '../../../scripts/diagnose/surroundings'
import { toJson, toReport } from '../../../scripts/diagnose/report'
import { freePort } from '@uni-phone/test-support/services'

export const SECRETS = { appSecret: '0123456789abcdef0123456789abcdef', redisPassword: 'open-sesame' }

const MANIFEST = { engines: { node: '>=20.19', pnpm: '>=12.21' } }

interface Machine extends Partial<Omit<Surroundings, 'root'>> {
  /** Its files, by their paths. */
  readonly files?: Readonly<Record<string, string>>
}

function makeRoot(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'uni-phone-machine-'))
  onTestFinished(() => {
    rmSync(root, { recursive: true })
  })
  for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(MANIFEST), ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

async function freePorts(): Promise<NodeJS.ProcessEnv> {
  const [api, emulator, h5] = [await freePort(), await freePort(), await freePort()]
  return { PORT: String(api), EMULATOR_PORT: String(emulator), H5_PORT: String(h5), LAN_HOST: '127.0.0.1' }
}

/** What is found on a machine of one's own. Whatever it is, no secret is in it. */
export async function lookAt({ files = {}, env = {}, ...others }: Machine = {}) {
  const usual = { nodeVersion: '24.1.0', platform: 'linux', now: Date.now, patienceMs: 2_000 } as const
  const agent = { npm_config_user_agent: 'pnpm/12.21.0 npm/? node/v24.1.0 linux x64' }
  const root = makeRoot(files)
  const findings = await diagnose({ root, env: { ...agent, ...(await freePorts()), ...env }, ...usual, ...others })
  const text = toJson(findings) + toReport(findings)
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret)
  return { findings, text, of: (check: string) => findings.filter((finding) => finding.check === check) }
}

/** A web server that is not ours. */
export async function startWebServer(answer: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(answer)
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, port }
}
