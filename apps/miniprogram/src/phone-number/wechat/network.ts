export interface Connection {
  isOnline: () => Promise<boolean>
  /** Resolves when the phone has a network again. */
  untilOnline: () => Promise<void>
}

/** What the phone says of its network. Where it cannot tell, the request itself will. */
export const systemConnection: Connection = {
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
  untilOnline: () =>
    new Promise((resolve) => {
      const listen = ({ isConnected }: { isConnected: boolean }) => {
        if (!isConnected) return
        uni.offNetworkStatusChange(listen)
        resolve()
      }
      uni.onNetworkStatusChange(listen)
    }),
}
