// @vitest-environment node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildMiniProgram, projectAt } from '@uni-phone/cli'
import { compileMiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MASKED_NUMBER, startStack } from '../../server/test/stack'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mini-program-'))
let stack: Awaited<ReturnType<typeof startStack>>

/** Builds the mini program as it is released, for the server of this test. */
beforeAll(async () => {
  stack = await startStack()
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    VITEST: '',
    UNI_OUTPUT_DIR: folder,
    VITE_API_BASE_URL: stack.url,
  }
  expect(buildMiniProgram(projectAt(root), 'mp-weixin', env)).toBe(0)
})

afterAll(async () => {
  await stack.close()
  rmSync(folder, { recursive: true })
})

test('the compiled mini program is sound', () => {
  expect(compileMiniProgram(folder).diagnostics).toEqual([])
})

test('shows the number after one tap on the button', async () => {
  const phone = await runInNode(compileMiniProgram(folder), {
    login: stack.newLoginCode,
    openType: () => ({ errMsg: 'getPhoneNumber:ok', code: stack.newPhoneCode() }),
  })
  phone.launch('pages/phone/phone')
  phone.tap('.agreement')
  phone.tap(await phone.until(() => phone.$('.phone-button')))
  expect(await phone.until(() => phone.$('.phone-result')?.text)).toBe(MASKED_NUMBER)
  expect(phone.problems()).toEqual([])
  await phone.close()
})
