import { Agent, type IncomingMessage, request, type RequestOptions } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  createEmulator,
  EmulatorError,
  type RunningEmulator,
  SANDBOX_APP_ID,
  SANDBOX_APP_SECRET,
  startEmulator,
  type StartOptions,
} from '../../src/index'
import { PHONE, STABLE, TOKEN } from '../support/setup'

const CREDENTIALS = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
const NATIVE = [globalThis.Request, globalThis.Response]
const JSON_HEADERS = { 'content-type': 'application/json' }

async function start(options: StartOptions = {}): Promise<RunningEmulator> {
  const emulator = await startEmulator({ log: () => undefined, ...options })
  onTestFinished(() => emulator.close())
  return emulator
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: JSON_HEADERS })
  return (await reply.json()) as Record<string, unknown>
}

async function phoneUrl({ url }: RunningEmulator): Promise<string> {
  return `${url}${PHONE}?access_token=${String((await post(`${url}${STABLE}`, CREDENTIALS)).access_token)}`
}

interface Sent {
  status: number | undefined
  headers: IncomingMessage['headers']
  text: string
}

async function send(url: string, options: RequestOptions, chunks: string[] = []): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode, headers: incoming.headers, text })
      })
    }).on('error', reject)
    for (const chunk of chunks) outgoing.write(chunk)
    outgoing.end()
  })
}

async function sendRaw({ port }: RunningEmulator, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk: Buffer) => (reply += chunk.toString()))
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(reply)
    })
  })
}

describe('WeChat’s API over a socket', () => {
  test('exchanges a code', async () => {
    const emulator = await start()
    const { code } = await post(`${emulator.url}/_emulator/phone-codes`, {})
    const reply = await post(await phoneUrl(emulator), { code })
    expect(reply).toMatchObject({ errcode: 0, phone_info: { phoneNumber: '13800138000' } })
  })

  test('is on a free port of the loopback address, named by its url', async () => {
    const emulator = await start()
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`)
    expect(emulator.port).toBeGreaterThan(0)
  })

  test('answers a chunked POST with 412, no body and no content type', async () => {
    const { url } = await start()
    for (const path of [STABLE, TOKEN, PHONE, '/nowhere']) {
      const reply = await send(`${url}${path}`, { method: 'POST', headers: JSON_HEADERS }, ['{', '}'])
      expect(reply).toMatchObject({ status: 412, text: '', headers: { 'content-length': '0' } })
      expect(reply.headers).not.toHaveProperty('content-type')
    }
  })

  test('answers a POST without a length with 412', async () => {
    const emulator = await start()
    const reply = await sendRaw(emulator, `POST ${PHONE} HTTP/1.1\r\nHost: wechat\r\nConnection: close\r\n\r\n`)
    expect(reply).toMatch(/^HTTP\/1\.1 412 Precondition Failed\r\n/)
  })

  test('keeps the connection usable after a 412', async () => {
    const { url } = await start()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => {
      agent.destroy()
    })
    await send(`${url}${PHONE}`, { method: 'POST', agent }, ['{', '}'])
    expect((await send(`${url}${PHONE}`, { agent })).status).toBe(200)
  })

  test('answers a client that uses it as an HTTP proxy', async () => {
    const emulator = await start()
    const head = `GET http://api.weixin.qq.com${TOKEN}?appid=x HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n`
    expect(await sendRaw(emulator, head)).toContain('"errcode":41004')
  })

  test('answers a body over a megabyte with 413', async () => {
    const emulator = await start()
    const body = 'x'.repeat(1024 * 1024 + 1)
    const reply = await send(
      `${emulator.url}${STABLE}`,
      { method: 'POST', headers: { 'content-length': body.length } },
      [body],
    )
    expect(reply.status).toBe(413)
  })

  test('reads a body that arrives in pieces, even inside a character', async () => {
    const emulator = await start()
    const { code } = emulator.createPhoneCode({ openid: '用户' })
    const bytes = Buffer.from(JSON.stringify({ code, openid: '用户' }))
    const head = `POST ${new URL(await phoneUrl(emulator)).href.slice(emulator.url.length)} HTTP/1.1\r\nHost: wechat\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`
    const reply = new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(emulator.port, '127.0.0.1')
      socket.setNoDelay(true)
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
      socket.on('close', () => {
        resolve(text)
      })
      socket.write(head)
      socket.write(bytes.subarray(0, -7), () => setImmediate(() => socket.write(bytes.subarray(-7))))
    })
    expect(await reply).toContain('"errcode":0')
  })
})

describe('the control API over a socket', () => {
  test('accepts a chunked POST', async () => {
    const { url } = await start()
    const reply = await send(`${url}/_emulator/phone-codes`, { method: 'POST', headers: JSON_HEADERS }, ['{', '}'])
    expect(JSON.parse(reply.text)).toHaveProperty('code')
  })

  test('refuses a chunked body over a megabyte with 413', async () => {
    const { url } = await start()
    const chunks = Array.from({ length: 20 }, () => ' '.repeat(64 * 1024))
    const reply = await send(`${url}/_emulator/phone-codes`, { method: 'POST', headers: JSON_HEADERS }, chunks)
    expect(reply.status).toBe(413)
  })

  test('refuses a foreign Host with 403, which WeChat’s API ignores', async () => {
    const { url } = await start()
    const headers = { host: 'evil.example' }
    expect((await send(`${url}/_emulator/state`, { headers })).status).toBe(403)
    expect((await send(`${url}/`, { headers })).status).toBe(403)
    expect((await send(`${url}${PHONE}`, { headers })).status).toBe(200)
  })

  test('answers to the host it was started on', async () => {
    const { url } = await start({ host: '127.0.0.2' })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.2:/)
    expect((await send(`${url}/_emulator/state`, {})).status).toBe(200)
  })
})

describe('faults over a socket', () => {
  test.each(['before', 'after'] as const)('reset %s breaks the connection', async (reset) => {
    const emulator = await start()
    const { code } = emulator.createPhoneCode()
    const url = await phoneUrl(emulator)
    emulator.addFault({ path: PHONE, fault: { reset } })
    await expect(send(url, { method: 'POST', headers: { 'content-length': 2 } }, ['{}'])).rejects.toThrow('ECONNRESET')
    emulator.addFault({ path: PHONE, fault: { reset } })
    await expect(post(url, { code })).rejects.toThrow(TypeError)
    expect((await post(url, { code })).errcode).toBe(reset === 'before' ? 0 : 40029)
  })

  test('a hanging request waits until its client disconnects', async () => {
    const emulator = await start()
    emulator.addFault({ path: PHONE, fault: { hang: true } })
    const controller = new AbortController()
    const reply = fetch(`${emulator.url}${PHONE}`, { signal: controller.signal })
    await expect.poll(() => emulator.requests()).toMatchObject([{ outcome: 'waiting', fault: 'hang' }])
    controller.abort()
    await expect(reply).rejects.toThrow('aborted')
    await expect.poll(() => emulator.requests()).toMatchObject([{ outcome: 'gone', status: null }])
  })

  test.each([{ hang: true } as const, { delayMs: 600_000 }])(
    '%j does not keep the emulator from closing',
    async (fault) => {
      const emulator = await start()
      emulator.addFault({ path: PHONE, fault })
      const reply = fetch(`${emulator.url}${PHONE}`).catch((reason: unknown) => reason)
      await expect.poll(() => emulator.requests()).toHaveLength(1)
      await emulator.close()
      expect(await reply).toBeInstanceOf(TypeError)
    },
  )

  test('a delayed answer arrives', async () => {
    const emulator = await start()
    emulator.addFault({ path: PHONE, fault: { delayMs: 1 } })
    expect((await send(`${emulator.url}${PHONE}`, {})).text).toContain('"errcode":41001')
  })

  test('a status arrives with and without a body', async () => {
    const emulator = await start()
    emulator.addFault({ path: PHONE, fault: { status: 502, body: '<html>' } })
    emulator.addFault({ path: PHONE, fault: { status: 204, body: 'dropped' } })
    expect(await send(`${emulator.url}${PHONE}`, {})).toMatchObject({ status: 502, text: '<html>' })
    const empty = await send(`${emulator.url}${PHONE}`, {})
    expect(empty).toMatchObject({ status: 204, text: '' })
    expect(empty.headers).not.toHaveProperty('content-length')
  })

  test('40164 contains the address of the client', async () => {
    const emulator = await start()
    emulator.addFault({ path: TOKEN, fault: { errcode: 40164 } })
    const { text } = await send(`${emulator.url}${TOKEN}`, { localAddress: '127.0.0.3' })
    expect(text).toContain('invalid ip 127.0.0.3 ipv6 ::ffff:127.0.0.3, not in whitelist rid: ')
  })
})

describe('start and stop', () => {
  test('closing twice is harmless', async () => {
    const emulator = await start()
    await emulator.close()
    await emulator.close()
    await emulator[Symbol.asyncDispose]()
    await expect(fetch(emulator.url)).rejects.toThrow(TypeError)
  })

  test('await using closes it at the end of its block', async () => {
    let url: string
    {
      await using emulator = await startEmulator()
      url = emulator.url
      expect((await send(`${url}/_emulator/state`, {})).status).toBe(200)
    }
    await expect(fetch(url)).rejects.toThrow(TypeError)
  })

  test('NODE_ENV=production refuses to listen, but not to create an emulator without a port', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(startEmulator()).rejects.toMatchObject({ name: 'EmulatorError', code: 'production' })
    expect(createEmulator().createPhoneCode().code).toHaveLength(64)
  })

  test('closing frees the port', async () => {
    const { port, close } = await start()
    await close()
    expect((await start({ port })).port).toBe(port)
  })

  test('a taken port is an error that names it and how to choose another', async () => {
    const { port } = await start()
    const error: unknown = await startEmulator({ port }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(EmulatorError)
    expect(error).toMatchObject({ code: 'port_taken', cause: { code: 'EADDRINUSE' } })
    expect(String(error)).toMatch(new RegExp(`port ${port} is taken: .*--port or EMULATOR_PORT`))
  })

  test.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', ''])('the host "%s" is refused', async (host) => {
    await expect(startEmulator({ host })).rejects.toMatchObject({
      code: 'not_loopback',
      message: expect.stringContaining('--allow-remote') as string,
    })
  })

  test('any host is accepted with allowRemote, and the url works on this computer', async () => {
    const { url, port } = await start({ host: '0.0.0.0', allowRemote: true })
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect((await send(`${url}/_emulator/state`, {})).status).toBe(200)
  })

  test('an address of another computer is an error that says what to change', async () => {
    await expect(startEmulator({ host: '192.0.2.1', allowRemote: true })).rejects.toMatchObject({
      code: 'cannot_listen',
      message: expect.stringContaining('--host') as string,
    })
  })

  test.each([-1, 65_536, 1.5])('the port %d is a TypeError', async (port) => {
    await expect(startEmulator({ port })).rejects.toThrow(TypeError)
  })

  test('the global Request and Response stay as they are', async () => {
    const { url } = await start()
    await send(`${url}/_emulator/state`, {})
    expect([globalThis.Request, globalThis.Response]).toEqual(NATIVE)
  })

  test('the functions and the socket act on the same emulator', async () => {
    const emulator = await start()
    await send(`${emulator.url}${PHONE}`, {})
    await emulator.fetch(new Request(`https://api.weixin.qq.com${PHONE}`))
    expect(emulator.state().requestCounts).toEqual({ [PHONE]: 2 })
  })
})
