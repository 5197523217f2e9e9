import { recordLog } from '@uni-phone/test-support/product'
import { createWeChatClient } from '@uni-phone/wechat'
import { type AppOptions, createApp, startServer } from '@uni-phone/server'
import { type PhoneCodeUser, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { sql } from 'kysely'
import { createSignIn, openDatabase, type Tables, withAccounts } from '../src/index'

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
  token: string
}

async function toReply(response: Response): Promise<Reply> {
  const body = (await response.json()) as Reply['body']
  const { token } = (body.data ?? {}) as { token?: unknown }
  return { status: response.status, headers: response.headers, body, token: typeof token === 'string' ? token : '' }
}

/** An emulator, a database and the server, each real. */
export async function setup(databaseUrl: string, dependencies: Partial<AppOptions> = {}) {
  let time = Date.parse('2026-11-22T06:00:00Z')
  const now = () => time
  const emulator = await startEmulator({ port: 0, now })
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const wechat = createWeChatClient({ ...account, baseUrl: emulator.url, now })
  const { lines, log } = recordLog()
  const database = await openDatabase(databaseUrl, log)
  const onPhoneNumber = createSignIn({ database, now })
  const app = withAccounts(createApp({ wechat, onPhoneNumber, now, ...dependencies, log }), { database, now, log })
  const server = await startServer(app, { port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${server.port}`

  const newRequest = ({ openid, ...phone }: PhoneCodeUser = {}) => ({
    code: emulator.createPhoneCode({ phoneNumber: '13800138000', ...phone }).code,
    ...(openid === undefined ? {} : { loginCode: emulator.createLoginCode({ openid }).code }),
  })

  const post = async (request: object, key: string = crypto.randomUUID()) =>
    toReply(
      await fetch(`${url}/api/v1/phone-number`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(request),
      }),
    )

  const me = async (token?: string) =>
    toReply(
      await fetch(`${url}/api/v1/me`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }),
    )

  return {
    lines,
    log,
    database,
    newRequest,
    post,
    me,
    signIn: (user?: PhoneCodeUser) => post(newRequest(user)),
    /** Many at once, with as many connections to the database open before the first begins. */
    async signInAtOnce(count: number, user?: PhoneCodeUser) {
      const requests = Array.from({ length: count }, () => newRequest(user))
      await Promise.all(requests.map(() => me('x'.repeat(43))))
      const replies = await Promise.all(requests.map((request) => post(request)))
      return Promise.all(replies.map(async ({ token }) => (await me(token)).body.id))
    },
    async accountId(user?: PhoneCodeUser) {
      return (await me((await post(newRequest(user))).token)).body.id
    },
    async count(table: keyof Tables) {
      return (await database.selectFrom(table).selectAll().execute()).length
    },
    rename: (table: string, name: string) =>
      sql`alter table ${sql.table(table)} rename to ${sql.table(name)}`.execute(database),
    exchanges: () => emulator.requests().filter(({ path }) => path === '/wxa/business/getuserphonenumber').length,
    advance(ms: number) {
      time += ms
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await wechat.close()
      await emulator.close()
      await database.destroy()
    },
  }
}
