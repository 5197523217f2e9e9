import { expect, test } from 'vitest'
import { createPrometheusMetrics } from '../src/metrics'
import { PHONE_PATH, setup } from './setup'

const BODY_KEY = { 'idempotency-key': 'k-1' }

/** A handler that goes on until it is let go, and the signals it was given. */
function createHangingHandler() {
  const signals: (AbortSignal | undefined)[] = []
  let resolve: (value: { late: true }) => void = () => undefined
  const promise = new Promise<{ late: true }>((done) => {
    resolve = done
  })
  const onPhoneNumber = ({ signal }: { signal?: AbortSignal | undefined }) => {
    signals.push(signal)
    return promise
  }
  return {
    signals,
    onPhoneNumber,
    letGo() {
      resolve({ late: true })
    },
  }
}

const readMetric = async (metrics: ReturnType<typeof createPrometheusMetrics>, name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await metrics.toText())?.[1])

test('a handler past its deadline is a failure that may be tried again, with a line in the log', async () => {
  const handler = createHangingHandler()
  await using t = await setup({ ...handler, handlerTimeoutMs: 50 })
  const reply = await t.post({ code: t.newCode() }, BODY_KEY)
  expect(reply).toMatchObject({ status: 503, body: { code: 'handler_failed', retryable: true } })
  expect(t.lines.filter((line) => line.includes('did not finish in time'))).toHaveLength(1)
  handler.letGo()
})

test('the handler learns of its deadline by its signal, and not before', async () => {
  const handler = createHangingHandler()
  await using t = await setup({ ...handler, handlerTimeoutMs: 50 })
  const reply = t.post({ code: t.newCode() }, BODY_KEY)
  await expect.poll(() => handler.signals.length).toBe(1)
  const reason = new Promise((resolve) => handler.signals[0]?.addEventListener('abort', resolve))
  await Promise.all([reply, reason])
  expect(handler.signals[0]?.aborted).toBe(true)
  handler.letGo()
})

test('the signal of a handler that finishes in time never aborts', async () => {
  const handler = createHangingHandler()
  await using t = await setup(handler)
  const reply = t.post({ code: t.newCode() }, BODY_KEY)
  await expect.poll(() => handler.signals.length).toBe(1)
  handler.letGo()
  expect((await reply).status).toBe(200)
  expect(handler.signals[0]?.aborted).toBe(false)
})

test('while a handler past its deadline still runs, no retry starts a second one; its late value is kept', async () => {
  const handler = createHangingHandler()
  await using t = await setup({ ...handler, handlerTimeoutMs: 50, requestTimeoutMs: 100 })
  const body = { code: t.newCode() }
  await t.post(body, BODY_KEY)
  expect((await t.post(body, BODY_KEY)).body.code).toBe('in_progress')
  handler.letGo()
  await expect.poll(async () => (await t.post(body, BODY_KEY)).body.data).toEqual({ late: true })
  expect(handler.signals).toHaveLength(1)
  expect(t.calls(PHONE_PATH)).toBe(1)
})

test('a gauge counts handlers as long as they run, and a counter those past their deadline', async () => {
  const handler = createHangingHandler()
  const metrics = createPrometheusMetrics({})
  await using t = await setup({ ...handler, metrics, handlerTimeoutMs: 50 })
  await t.post({ code: t.newCode() }, BODY_KEY)
  expect(await readMetric(metrics, 'uni_phone_handlers_in_flight')).toBe(1)
  expect(await readMetric(metrics, 'uni_phone_handler_timeouts_total')).toBe(1)
  handler.letGo()
  await expect.poll(() => readMetric(metrics, 'uni_phone_handlers_in_flight')).toBe(0)
  expect(await readMetric(metrics, 'uni_phone_handler_timeouts_total')).toBe(1)
})

test('an exchange whose handler runs counts among the concurrent: another code is not sent meanwhile', async () => {
  const handler = createHangingHandler()
  await using t = await setup({ ...handler, maxConcurrent: 1 })
  const first = t.post({ code: t.newCode() }, BODY_KEY)
  await expect.poll(() => handler.signals.length).toBe(1)
  const body = { code: t.newCode() }
  const second = await t.post(body, { 'idempotency-key': 'k-2' })
  expect(second).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } })
  expect(t.calls(PHONE_PATH)).toBe(1)
  handler.letGo()
  expect((await first).status).toBe(200)
  expect((await t.post(body, { 'idempotency-key': 'k-2' })).status).toBe(200)
})
