import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { freePort } from '@uni-phone/test-support/services'
import { diagnose, type Environment, toJson, toReport } from '../../src/index'

export const SECRETS = { appSecret: '0123456789abcdef0123456789abcdef', redisPassword: 'open-sesame' }

const MANIFEST = { engines: { node: '>=20.19' } }

interface Machine extends Partial<Omit<Environment, 'root'>> {
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

/** Diagnoses a temporary project. No report may contain a secret. */
export async function lookAt({ files = {}, env = {}, ...others }: Machine = {}) {
  const usual = { nodeVersion: '24.1.0', now: Date.now, timeoutMs: 2_000 } as const
  const root = makeRoot(files)
  const diagnostics = await diagnose({ root, env, ...usual, ...others })
  const text = toJson(diagnostics) + toReport(diagnostics)
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret)
  return { diagnostics, text, of: (check: string) => diagnostics.filter((diagnostic) => diagnostic.check === check) }
}

/** Starts a web server that is not ours. */
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
