/** The phone's network, as the platform reports it. */
export interface Network {
  readonly isOnline: () => Promise<boolean>
  /** Resolves once the phone has a network again. */
  readonly whenOnline: () => Promise<void>
}

/** Reports "online" if the platform cannot tell: the request itself will show. */
export const systemNetwork: Network = {
  isOnline: () =>
    new Promise((resolve) => {
      uni.getNetworkType({
        success: ({ networkType }) => {
          resolve(networkType !== 'none')
        },
        fail: () => {
          resolve(true)
        },
      })
    }),
  whenOnline: () =>
    new Promise((resolve) => {
      const onChange = ({ isConnected }: { isConnected: boolean }) => {
        if (!isConnected) return
        uni.offNetworkStatusChange(onChange)
        resolve()
      }
      uni.onNetworkStatusChange(onChange)
    }),
}
