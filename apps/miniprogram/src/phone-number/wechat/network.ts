import { type Clock, systemClock, withTimeout } from '../clock'

/** The phone's network, as the platform reports it. */
export interface Network {
  readonly isOnline: () => Promise<boolean>
  /** Calls `listener` when the phone has a network again. Some phones never report it. Returns a function that ends it. */
  readonly onOnline: (listener: () => void) => () => void
}

const ANSWER_MS = 1_000

/**
 * Reports "online" if the platform cannot tell: the request itself will show.
 * @see https://github.com/dcloudio/uni-app/issues/1288
 */
export function createNetwork(clock: Clock = systemClock): Network {
  return {
    isOnline: () =>
      withTimeout(
        clock,
        ANSWER_MS,
        readNetwork().catch(() => true),
        () => Promise.resolve(true),
      ),
    onOnline(listener) {
      const onChange = ({ isConnected }: { isConnected: boolean }) => {
        if (isConnected) listener()
      }
      uni.onNetworkStatusChange(onChange)
      return () => {
        uni.offNetworkStatusChange(onChange)
      }
    },
  }
}

function readNetwork(): Promise<boolean> {
  return new Promise((resolve) => {
    uni.getNetworkType({
      success: ({ networkType }) => {
        resolve(networkType !== 'none')
      },
      fail: () => {
        resolve(true)
      },
    })
  })
}
