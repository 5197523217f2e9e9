import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { forkTypeScript, nextMessage } from './child'
import type { EmulatorOrder } from './emulator-process'

/** Fetches an access token for a program that has no client of its own. */
async function fetchToken(url: string): Promise<string> {
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${url}/cgi-bin/stable_token`, { method: 'POST', headers, body: JSON.stringify(account) })
  return ((await reply.json()) as { access_token: string }).access_token
}

/** Starts the emulator in a process of its own. */
export async function startFakeWeChat() {
  const { child, pid, stop } = forkTypeScript('harness/emulator-process.ts')
  const url = await nextMessage<string>(child)
  async function ask<T>(order: EmulatorOrder): Promise<T> {
    child.send(order)
    return nextMessage(child)
  }
  return {
    url,
    pid,
    ask,
    makeTaps: () => ask<string[]>({ order: 'taps' }),
    makeLoginCodes: (count: number) => ask<string[]>({ order: 'login codes', count }),
    makeCodes: (count: number) => ask<string[]>({ order: 'codes', count }),
    fetchToken: () => fetchToken(url),
    stop,
  }
}

export type FakeWeChat = Awaited<ReturnType<typeof startFakeWeChat>>
