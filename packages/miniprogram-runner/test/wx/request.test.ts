import { describe, expect, onTestFinished, test } from 'vitest'
import type { MiniProgram, RequestResult, RunOptions } from '../../src/index'
import { runProgram, type Files } from '../support/native-program'
import { sendJson, startServer, type TestServer } from '../support/server'

interface Task {
  abort: () => void
}

async function start(options: RunOptions = {}, files: Files = {}): Promise<MiniProgram> {
  const mp = await runProgram(files, options)
  mp.launch()
  return mp
}

async function serve(handler?: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(
    handler ??
      ((response) => {
        sendJson(response, 200, { ok: true })
      }),
  )
  onTestFinished(() => server.close())
  return server
}

function send(mp: MiniProgram, options: object): { result: Promise<RequestResult & { from: string }>; task: Task } {
  let task: unknown
  const result = new Promise<RequestResult & { from: string }>((resolve) => {
    const answer = (from: string) => (value: unknown) => {
      resolve({ from, ...(value as RequestResult) })
    }
    task = mp.wx.request?.({ ...options, success: answer('success'), fail: answer('fail') })
  })
  return { result, task: task as Task }
}

describe('wx.request', () => {
  test('data of a POST is sent as JSON and the reply is parsed', async () => {
    const [mp, server] = [await start(), await serve()]
    const { result } = send(mp, { url: `${server.url}/a`, method: 'post', data: { b: 1 }, header: { 'X-Key': 2 } })
    expect(await result).toMatchObject({ from: 'success', statusCode: 200, data: { ok: true }, errMsg: 'request:ok' })
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/a', body: '{"b":1}' })
    expect(server.seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '7',
      'x-key': '2',
    })
  })

  test('data of a GET is sent in the query', async () => {
    const [mp, server] = [await start(), await serve()]
    await send(mp, { url: `${server.url}/a?x=1`, data: { name: '张 三', list: [1] } }).result
    expect(server.seen[0]?.url).toBe('/a?x=1&name=%E5%BC%A0%20%E4%B8%89&list=%5B1%5D')
  })

  test('data is sent as a form if the content type says so', async () => {
    const [mp, server] = [await start(), await serve()]
    const header = { 'Content-Type': 'application/x-www-form-urlencoded' }
    await send(mp, { url: server.url, method: 'POST', header, data: { a: '1 2', b: 3 } }).result
    expect(server.seen[0]?.body).toBe('a=1%202&b=3')
  })

  test('an ArrayBuffer is received unchanged', async () => {
    const server = await serve((response) => response.end(Buffer.from([0, 255, 128])))
    const mp = await start()
    const { result } = send(mp, { url: server.url, responseType: 'arraybuffer' })
    expect([...new Uint8Array((await result).data as ArrayBuffer)]).toEqual([0, 255, 128])
  })

  test('a reply that is not JSON stays text', async () => {
    const server = await serve((response) => response.end('<html>'))
    const mp = await start()
    expect((await send(mp, { url: server.url }).result).data).toBe('<html>')
  })

  test.each([
    ['\uFEFF{"a":1}', { a: 1 }],
    ['\uFEFF\uFEFF{"a":1}', '\uFEFF{"a":1}'],
    ['\uFEFFtext', 'text'],
  ])('one byte order mark is removed: %j', async (text, data) => {
    const server = await serve((response) => response.end(text))
    const mp = await start()
    expect((await send(mp, { url: server.url }).result).data).toEqual(data)
  })

  test('header names keep their case', async () => {
    const [mp, server] = [await start(), await serve()]
    expect((await send(mp, { url: server.url }).result).header).toMatchObject({ 'X-Served-By': 'test' })
  })

  test("Referer is WeChat's own and Origin is absent", async () => {
    const [mp, server] = [await start({ appId: 'wx0123456789abcdef' }), await serve()]
    await send(mp, { url: server.url, header: { Referer: 'https://example.com' } }).result
    expect(server.seen[0]?.headers).toMatchObject({
      referer: 'https://servicewechat.com/wx0123456789abcdef/0/page-frame.html',
    })
    expect(server.seen[0]?.headers).not.toHaveProperty('origin')
  })

  test('a domain outside of the list is refused before anything is sent', async () => {
    const server = await serve()
    const mp = await start({ allowedDomains: ['https://api.example.com'] })
    expect(await send(mp, { url: server.url }).result).toEqual({
      from: 'fail',
      errMsg: 'request:fail url not in domain list',
      errno: 600002,
    })
    expect(server.seen).toEqual([])
  })

  test('a domain in the list is allowed with its own port only', async () => {
    const server = await serve()
    const mp = await start({ allowedDomains: [server.url] })
    expect(await send(mp, { url: `${server.url}/a` }).result).toMatchObject({ from: 'success' })
    expect(await send(mp, { url: `${server.url}0/a` }).result).toMatchObject({ errno: 600002 })
  })

  test.each([
    [{ timeout: 20 }, 20],
    [{}, 60_000],
    [{ timeout: 90_000 }, 60_000],
  ])('a request with %j times out after %i ms', async (options, ms) => {
    const server = await serve(() => undefined)
    const mp = await start({ clock: 'manual' })
    const { result } = send(mp, { url: server.url, ...options })
    await mp.advance(ms - 1)
    expect(mp.requests[0]?.result).toBeUndefined()
    await mp.advance(1)
    expect(await result).toEqual({
      from: 'fail',
      errMsg: 'request:fail timeout',
      errno: 5,
    })
  })

  test('the time-out of app.json applies if the call has none', async () => {
    const server = await serve(() => undefined)
    const app = { pages: ['pages/index/index'], networkTimeout: { request: 20 } }
    const mp = await start({ clock: 'manual' }, { 'app.json': app })
    const { result } = send(mp, { url: server.url })
    await mp.advance(20)
    expect(await result).toMatchObject({ errMsg: 'request:fail timeout' })
  })

  test('abort fails the request', async () => {
    const server = await serve(() => undefined)
    const mp = await start()
    const { result, task } = send(mp, { url: server.url })
    task.abort()
    expect(await result).toEqual({ from: 'fail', errMsg: 'request:fail abort' })
  })

  test('a request that is aborted within the same task is not sent', async () => {
    const [mp, server] = [await start(), await serve()]
    send(mp, { url: `${server.url}/aborted` }).task.abort()
    await send(mp, { url: `${server.url}/sent` }).result
    expect(server.seen.map(({ url }) => url)).toEqual(['/sent'])
  })

  test('a closed mini program sends nothing more', async () => {
    const server = await serve(() => undefined)
    const mp = await start()
    const answers: unknown[] = []
    const retry = (): unknown => mp.wx.request?.({ url: server.url, complete: () => answers.push(retry()) })
    retry()
    await mp.until(() => server.seen.length)
    await mp.close()
    expect(answers).toEqual([])
    expect(server.seen).toHaveLength(1)
  })

  test('a broken connection fails the request', async () => {
    const server = await serve((response) => response.destroy())
    const mp = await start()
    expect(await send(mp, { url: server.url }).result).toMatchObject({
      from: 'fail',
      errMsg: 'request:fail -101:net::ERR_CONNECTION_RESET',
      errno: 600001,
    })
  })

  test('an invalid address fails the request', async () => {
    const mp = await start()
    expect(await send(mp, { url: '/api' }).result).toMatchObject({ from: 'fail', errMsg: 'request:fail invalid url' })
  })

  test('without a network a request fails immediately', async () => {
    const server = await serve()
    const mp = await start()
    mp.setOnline(false)
    expect(await send(mp, { url: server.url }).result).toMatchObject({
      errMsg: 'request:fail -106:net::ERR_INTERNET_DISCONNECTED',
    })
    mp.setOnline(true)
    expect(await send(mp, { url: server.url }).result).toMatchObject({ from: 'success' })
  })

  test('a running request fails when the network is lost', async () => {
    const server = await serve(() => undefined)
    const mp = await start()
    const { result } = send(mp, { url: server.url })
    await mp.until(() => server.seen.length)
    mp.setOnline(false)
    expect(await result).toMatchObject({ from: 'fail', errno: 600001 })
  })

  test('requests records what was sent and received', async () => {
    const [mp, server] = [await start(), await serve()]
    await send(mp, { url: server.url, method: 'POST', data: 'text' }).result
    expect(mp.requests).toMatchObject([
      {
        url: server.url,
        method: 'POST',
        header: { 'content-type': 'application/json' },
        body: 'text',
        result: { statusCode: 200 },
      },
    ])
  })

  test('complete follows success', async () => {
    const [mp, server] = [await start(), await serve()]
    const calls: string[] = []
    const record = (name: string) => () => calls.push(name)
    mp.wx.request?.({ url: server.url, success: record('success'), fail: record('fail'), complete: record('complete') })
    await mp.until(() => calls.length === 2)
    expect(calls).toEqual(['success', 'complete'])
  })
})
