import { Agent, request as httpRequest } from 'node:http'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'

/** Exchanges a code for a number. Rejects on anything else. */
export type Exchange = (code: string) => Promise<void>

const PATH = '/wxa/business/getuserphonenumber'

function check(text: string): void {
  const { phone_info: info } = JSON.parse(text) as { phone_info?: { phoneNumber?: string } }
  if (info?.phoneNumber === undefined) throw new Error('no number')
}

async function ours(baseUrl: string): Promise<Exchange> {
  const client = createWeChatClient({ appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET, baseUrl })
  await client.getAccessToken()
  return async (code) => {
    await client.getPhoneNumber(code)
  }
}

async function bareHttp(baseUrl: string, token: string): Promise<Exchange> {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(baseUrl)
  return (code) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ code })
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const options = { agent, hostname, port, method: 'POST', path: `${PATH}?access_token=${token}`, headers }
      const request = httpRequest(options, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          check(text)
          resolve()
        })
      })
      request.on('error', reject)
      request.end(body)
    })
}

async function builtInFetch(baseUrl: string, token: string): Promise<Exchange> {
  const url = `${baseUrl}${PATH}?access_token=${token}`
  return async (code) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ code }) })
    check(await reply.text())
  }
}

/** The phone call written as a mixin, as the documentation of co-wechat-api shows it. */
async function coWeChatApi(baseUrl: string): Promise<Exchange> {
  const { default: Api } = await import('co-wechat-api')
  const api = new Api(SANDBOX_APP_ID, SANDBOX_APP_SECRET)
  api.endpoint = baseUrl
  api.prefix = `${baseUrl}/cgi-bin/`
  await api.ensureAccessToken()
  return async (code) => {
    const { accessToken } = await api.ensureAccessToken()
    const headers = { 'content-type': 'application/json' }
    const options = { method: 'POST', data: JSON.stringify({ code }), headers, dataType: 'json' }
    const reply = await api.request(`${baseUrl}${PATH}?access_token=${accessToken}`, options)
    if (reply.phone_info.phoneNumber === '') throw new Error('no number')
  }
}

export const EXCHANGE_CLIENTS = {
  'bare node:http': bareHttp,
  '@uni-phone/wechat': ours,
  'co-wechat-api': coWeChatApi,
  'built-in fetch': builtInFetch,
} satisfies Record<string, (baseUrl: string, token: string) => Promise<Exchange>>

export type ExchangeClientName = keyof typeof EXCHANGE_CLIENTS
