import { type BusyRetryOptions, retryBusy } from '../transport/busy-retry'
import type { Deadline } from '../transport/deadline'
import { lostReply, readReply, type Fields } from '../transport/reply'
import type { TokenKeeper, TokenLease } from '../access-token/access-token-cache'
import type { Transport } from '../transport/transport'
import { WeChatError } from '../errors/wechat-error'

const ENDPOINT = 'getuserphonenumber'
const PATH = '/wxa/business/getuserphonenumber'

/**
 * Errcodes of a refused token. Whether WeChat leaves the code unused then is unverified; every client known retries.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
const TOKEN_ERRCODES: ReadonlySet<number | undefined> = new Set([40001, 40014, 42001])

export interface ExchangeOptions extends BusyRetryOptions {
  readonly transport: Transport
  readonly keeper: TokenKeeper
}

/** A code on its way. */
export interface Sending {
  readonly code: string
  readonly deadline: Deadline
  /** Hears of each time it goes out. */
  readonly onSend: () => void
}

const isTokenRejection = (error: unknown): boolean => error instanceof WeChatError && TOKEN_ERRCODES.has(error.errcode)

function tokenRejectedTwice(cause: unknown): WeChatError {
  const { errcode, rid } = cause as WeChatError
  return new WeChatError('unavailable', { endpoint: ENDPOINT, reason: 'token_rejected', errcode, rid })
}

/** A busy WeChat (-1) may have used the code all the same: then the 40029 of the retry is not the user's doing. */
function afterBusy(error: unknown): unknown {
  if (!(error instanceof WeChatError) || error.code !== 'code_rejected') return error
  const { errcode, rid } = error
  return new WeChatError('outcome_unknown', { endpoint: ENDPOINT, reason: 'errcode', errcode, rid })
}

/** Sends a phone code: once, and once more only where WeChat did not take it (a refused token, a busy WeChat). */
export function createPhoneNumberExchange({ transport, keeper, random, sleep }: ExchangeOptions) {
  async function post(lease: TokenLease, { code, deadline, onSend }: Sending): Promise<Fields> {
    onSend()
    const path = `${PATH}?access_token=${encodeURIComponent(lease.value)}`
    try {
      return readReply(await transport.send({ path, json: { code } }, deadline), ENDPOINT, 'outcome_unknown')
    } catch (error) {
      throw lostReply(error, ENDPOINT, 'outcome_unknown')
    }
  }

  async function postWithFreshToken(lease: TokenLease, sending: Sending): Promise<Fields> {
    const replaced = await sending.deadline.race(keeper.replace(lease))
    return post(replaced, sending).catch((error: unknown) => {
      throw isTokenRejection(error) ? tokenRejectedTwice(error) : error
    })
  }

  async function attempt(sending: Sending): Promise<Fields> {
    const lease = await sending.deadline.race(keeper.lease())
    return post(lease, sending).catch((error: unknown) => {
      if (isTokenRejection(error)) return postWithFreshToken(lease, sending)
      throw error
    })
  }

  return (sending: Sending): Promise<Fields> =>
    retryBusy(
      ENDPOINT,
      async (nth) => {
        try {
          return await attempt(sending)
        } catch (error) {
          throw nth === 2 ? afterBusy(error) : error
        }
      },
      { random, sleep: (ms) => sending.deadline.race(sleep(ms)) },
    )
}
