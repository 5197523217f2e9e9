import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { type Registry, startRegistry } from '@uni-phone/test-support/packages'
import { FULL } from '@uni-phone/test-support/services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const execute = promisify(execFile)

describe.skipIf(!FULL)('a stranger with an empty folder and a registry', () => {
  let registry: Registry
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-stranger-'))

  beforeAll(async () => {
    registry = await startRegistry()
    await registry.publish('contract')
    await execute('npm', ['install', '@uni-phone/contract'], { cwd: folder, env: registry.env })
  })

  afterAll(async () => {
    await registry.stop()
    rmSync(folder, { recursive: true })
  })

  async function run(program: string): Promise<string> {
    writeFileSync(join(folder, 'program.mjs'), program)
    return (await execute(process.execPath, ['program.mjs'], { cwd: folder })).stdout
  }

  test('the contract checks a request', async () => {
    const output = await run(`
      import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
      import { phoneNumberRequestSchema } from '@uni-phone/contract/schemas'
      console.log(PHONE_NUMBER_PATH, phoneNumberRequestSchema.safeParse({}).success)`)
    expect(output).toBe('/api/v1/phone-number false\n')
  })
})
