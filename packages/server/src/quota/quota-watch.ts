import { type WeChatClient, WeChatError } from '@uni-phone/wechat'
import { describeError, type Log, logWeChatError, type Metrics } from '../observability'
import type { QuotaReading, QuotaStore } from './quota-store'

/** A mini program whose paid calls are watched. */
export interface WatchedProgram {
  readonly appId: string
  /** AppID for logs and metrics. @default the server has one */
  readonly label: string | undefined
  readonly spuId: string
  readonly wechat: Pick<WeChatClient, 'getQuotaUsage'>
}

export interface QuotaWatchOptions {
  readonly programs: readonly WatchedProgram[]
  readonly store: QuotaStore
  readonly log: Log
  readonly metrics: Metrics
}

/** Pause between looks. Most only read what another instance was told. */
const LOOK_MS = 60_000

/** Shares of the calls, the fewest last. Each is logged once on the way down. */
const LEVELS = [
  { share: 0.2, percent: '20%', write: 'warn' },
  { share: 0.05, percent: '5%', write: 'error' },
  { share: 0, percent: '0', write: 'error' },
] as const

/** Number of levels that a reading has reached: 0 while there are plenty. */
function depthOf({ remaining, total }: QuotaReading): number {
  return LEVELS.filter(({ share }) => remaining <= total * share).length
}

/** Asks how many paid calls are left: at most every ten minutes, by one instance. */
export class QuotaWatch {
  readonly #programs: readonly WatchedProgram[]
  readonly #store: QuotaStore
  readonly #log: Log
  readonly #metrics: Metrics
  readonly #failing = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor({ programs, store, log, metrics }: QuotaWatchOptions) {
    this.#programs = programs
    this.#store = store
    this.#log = log
    this.#metrics = metrics
  }

  start(): void {
    void this.look()
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Looks at every quota once. Never rejects. */
  async look(): Promise<void> {
    await Promise.all(this.#programs.map((program) => this.#lookAt(program)))
  }

  async #lookAt(program: WatchedProgram): Promise<void> {
    const { appId, label, spuId } = program
    const name = `${appId}:${spuId}`
    const before = await this.#store.read(name)
    const reading = (await this.#store.takeTurn(name)) ? await this.#ask(program, name, before) : before
    if (reading !== undefined) this.#metrics.quota({ ...reading, appId: label })
  }

  async #ask(program: WatchedProgram, name: string, before?: QuotaReading): Promise<QuotaReading | undefined> {
    try {
      const { remaining, total } = await program.wechat.getQuotaUsage(program.spuId)
      this.#failing.delete(name)
      this.#report(program, { remaining, total }, before)
      await this.#store.write(name, { remaining, total })
      return { remaining, total }
    } catch (error) {
      this.#reportFailure(program, name, error)
      return before
    }
  }

  #report({ label: appId, spuId }: WatchedProgram, reading: QuotaReading, before?: QuotaReading): void {
    const depth = depthOf(reading)
    const level = LEVELS[depth - 1]
    if (level === undefined || (before !== undefined && depth <= depthOf(before))) return
    const { remaining, total } = reading
    const zh =
      remaining === 0
        ? '付费次数已用完，手机号按钮将失败（errno 1400001）：请在小程序后台“付费管理”购买'
        : `付费次数剩余不足 ${level.percent}：请在小程序后台“付费管理”购买`
    const fields = { appId, spuId, remaining, total, zh }
    if (remaining === 0) this.#log.error(fields, 'no paid calls are left: the button fails until more are bought')
    else
      this.#log[level.write](fields, `less than ${level.percent} of the paid calls are left: buy more in the console`)
  }

  /** Logs the first of several failures in a row. */
  #reportFailure({ label: appId }: WatchedProgram, name: string, error: unknown): void {
    if (this.#failing.has(name)) return
    this.#failing.add(name)
    if (error instanceof WeChatError) logWeChatError(this.#log, error, { appId })
    else this.#log.error({ appId, ...describeError(error) }, 'the quota could not be read')
  }
}
