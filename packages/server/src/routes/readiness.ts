import { Hono } from 'hono'
import { type AppEnv, toReply } from '../http'
import { type Readiness, READINESS_PATH } from '../observability'

/** `GET /readyz`: 200 while this instance can work, else 503; the body names each part. */
export function createReadinessRoute(readiness: Readiness) {
  return new Hono<AppEnv>().get(READINESS_PATH, async (c) => {
    const state = await readiness.check()
    return toReply(c, state, { status: state.ready ? 200 : 503 })
  })
}
