import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { planDevelopment, withPlainPath } from '../src/index'

const ACCOUNT = 'WECHAT_APPID=wx1234567890abcdef\nWECHAT_SECRET=fedcba9876543210fedcba9876543210\n'
const HOST = { LAN_HOST: '192.168.7.7' }

function planWith(envFile: string, given: NodeJS.ProcessEnv = {}) {
  const root = mkdtempSync(join(tmpdir(), 'uni-phone-plan-'))
  onTestFinished(() => {
    rmSync(root, { recursive: true })
  })
  mkdirSync(join(root, 'apps/miniprogram'), { recursive: true })
  writeFileSync(join(root, '.env'), envFile)
  using plain = withPlainPath(root)
  const plan = planDevelopment(root, { ...HOST, ...given }, { plain, lan: false })
  return { ...plan, part: (name: string) => plan.parts.find((part) => part.name === name) }
}

test('an account means WeChat and its own button: no emulator, and no sandbox in either build', () => {
  const plan = planWith(ACCOUNT)
  expect(plan.parts.map(({ name }) => name)).toEqual(['server', 'h5', 'mp-weixin'])
  expect(plan.parts.filter(({ env }) => env !== undefined && 'UNI_PHONE_SANDBOX' in env)).toEqual([])
  expect(plan.facts).toMatchObject({ sandbox: false, wechatBaseUrl: 'https://api.weixin.qq.com' })
})

test('no account means the sandbox, in both builds', () => {
  const plan = planWith('')
  expect(plan.parts.map(({ name }) => name)).toEqual(['emulator', 'server', 'h5', 'mp-weixin'])
  for (const name of ['h5', 'mp-weixin']) expect(plan.part(name)?.env).toMatchObject({ UNI_PHONE_SANDBOX: '1' })
})

test.each(['VITE_API_BASE_URL=', 'VITE_API_BASE_URL=https://api.example.com'])(
  'the mini program of pnpm dev asks this computer, with %s in .env',
  (line) => {
    expect(planWith(line).part('mp-weixin')?.env).toMatchObject({ VITE_API_BASE_URL: 'http://192.168.7.7:8787' })
  },
)

test('the shell may name another address for the mini program of pnpm dev', () => {
  const given = { VITE_API_BASE_URL: 'https://tunnel.example.com' }
  expect(planWith('', given).part('mp-weixin')?.env).toMatchObject(given)
})

test('a wrong port of a command is refused by name', () => {
  expect(() => planWith('H5_PORT=front')).toThrow('H5_PORT must be a port')
})
