import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// its index does not load: it requires a file that its dependency no longer has
import MiniApp from 'node-easywechat/dist/MiniApp/Application'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '../../src/index'
import { PHONE, STABLE } from '../support/setup'

async function start() {
  const emulator = await startEmulator({ log: () => undefined })
  onTestFinished(() => emulator.close())
  const path = await mkdtemp(join(tmpdir(), 'node-easywechat-'))
  onTestFinished(() => rm(path, { recursive: true }))
  const app = new MiniApp({
    app_id: SANDBOX_APP_ID,
    secret: SANDBOX_APP_SECRET,
    use_stable_access_token: true,
    http: { baseURL: `${emulator.url}/` },
    file_cache: { path, dirMode: 0o700, fileMode: 0o600, ext: '.cache' },
  })
  const exchange = async (code: string) => (await app.getClient().postJson(PHONE, { code })).toObject()
  return { app, emulator, exchange }
}

describe('node-easywechat, unmodified', () => {
  test('gets a stable token once and exchanges codes', async () => {
    const { emulator, exchange } = await start()
    for (let time = 1; time <= 2; time += 1) {
      const { code } = emulator.createPhoneCode()
      expect(await exchange(code)).toMatchObject({ errcode: 0, phone_info: { phoneNumber: '13800138000' } })
    }
    expect(emulator.state().requestCounts).toEqual({ [STABLE]: 1, [PHONE]: 2 })
  })

  test('gets 40029 for a code used again', async () => {
    const { emulator, exchange } = await start()
    const { code } = emulator.createPhoneCode()
    await exchange(code)
    expect(await exchange(code)).toMatchObject({ errcode: 40029 })
  })

  test('decrypts a number with the session_key of a login code, but not a stale one', async () => {
    const { app, emulator } = await start()
    const { code } = emulator.createLoginCode()
    const { session_key } = (await app.getUtils().codeToSession(code)) as { session_key: string }
    const fresh = emulator.createEncryptedPhoneNumber({ loginCode: code })
    expect(app.getUtils().decryptSession(session_key, fresh.iv, fresh.encryptedData)).toMatchObject({
      phoneNumber: '13800138000',
      watermark: { appid: SANDBOX_APP_ID },
    })
    const stale = emulator.createEncryptedPhoneNumber({ loginCode: code, staleKey: true })
    expect(() => app.getUtils().decryptSession(session_key, stale.iv, stale.encryptedData)).toThrow('Fail to decrypt')
  })
})
