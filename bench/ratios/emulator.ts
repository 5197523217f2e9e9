import { type FakeWeChat, measureHttp, measureInRounds, startHttpProgram } from '../harness'

const EXCHANGES = 10_000

/** The emulator beside a bare Hono route: CPU time of an exchange, throughput and latency. */
export async function benchEmulator(wechat: FakeWeChat) {
  const path = `/wxa/business/getuserphonenumber?access_token=${await wechat.fetchToken()}`
  const bare = await startHttpProgram(['--import', 'tsx', 'bench/ratios/bare-wechat.ts'])
  const measure = async (url: string, pid: number | undefined) => {
    const bodies = (await wechat.makeCodes(EXCHANGES)).map((code) => JSON.stringify({ code }))
    return measureHttp({ url, path, pid, bodies, expected: '"errcode":0' })
  }
  const results = await measureInRounds({
    'bare Hono route': () => measure(bare.url, bare.pid),
    emulator: () => measure(wechat.url, wechat.pid),
  })
  await bare.stop()
  return results
}
