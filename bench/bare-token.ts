import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'

/** A token for what has no client of its own. */
export async function bareToken(wechatUrl: string): Promise<string> {
  const account = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(account) }
  const reply = await fetch(`${wechatUrl}/cgi-bin/stable_token`, init)
  return ((await reply.json()) as { access_token: string }).access_token
}
