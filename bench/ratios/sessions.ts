import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PHONE_NUMBER_PATH, SESSION_PATH } from '@uni-phone/contract'
import { startPostgres, WITHOUT_POSTGRES } from '@uni-phone/test-support/services'
import {
  type FakeWeChat,
  type HttpMeasurement,
  type HttpProgram,
  measureHttp,
  measureInRounds,
  startBareSessions,
  startServer,
} from '../harness'

const CHECKS = 8_000
const SIGN_INS = 1_000

/** A user with a session, and the server that knows both. */
interface SignedIn {
  readonly program: HttpProgram
  readonly token: string
}

/** Signs all users in; returns the session of the last one. */
async function signIn(wechat: FakeWeChat, program: HttpProgram): Promise<SignedIn> {
  const headers = { 'content-type': 'application/json' }
  let token = ''
  for (const body of await wechat.makeTaps()) {
    const reply = await fetch(program.url + PHONE_NUMBER_PATH, { method: 'POST', headers, body })
    token = ((await reply.json()) as { data: { token: string } }).data.token
  }
  return { program, token }
}

function measureChecks({ program: { url, pid }, token }: SignedIn): Promise<HttpMeasurement> {
  const bodies = Array.from({ length: CHECKS }, () => '')
  const headersOf = () => ({ authorization: `Bearer ${token}` })
  return measureHttp({ url, pid, path: SESSION_PATH, method: 'GET', bodies, headersOf, expected: '{' })
}

async function measureSignIns(wechat: FakeWeChat, { url, pid }: HttpProgram): Promise<HttpMeasurement> {
  const codes = await wechat.makeLoginCodes(SIGN_INS)
  const bodies = codes.map((loginCode) => JSON.stringify({ loginCode }))
  return measureHttp({ url, pid, path: SESSION_PATH, bodies, expected: '"token"' })
}

/** Checks of sessions beside a bare Hono route with one query, and sign-ins of returning users. */
export async function benchSessions(wechat: FakeWeChat) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-bench-'))
  const postgres = WITHOUT_POSTGRES ? undefined : await startPostgres()
  const newDatabase: Record<string, () => Promise<string>> = {
    SQLite: async () => join(folder, `${performance.now()}.db`),
    ...(postgres && { PostgreSQL: () => postgres.newDatabase() }),
  }
  const measurements: Record<string, () => Promise<HttpMeasurement>> = {}
  const programs: HttpProgram[] = []
  for (const [name, create] of Object.entries(newDatabase)) {
    const bare = { program: await startBareSessions(await create()), token: 'any' }
    const program = await startServer(wechat.url, { DATABASE_URL: await create() })
    const ours = await signIn(wechat, program)
    programs.push(bare.program, program)
    measurements[`bare check, ${name}`] = () => measureChecks(bare)
    measurements[`session check, ${name}`] = () => measureChecks(ours)
    measurements[`silent sign-in, ${name}`] = () => measureSignIns(wechat, program)
  }
  const results = await measureInRounds(measurements)
  await Promise.all(programs.map(({ stop }) => stop()))
  await postgres?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
  return results
}
