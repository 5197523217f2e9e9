const KEY = 'session'
/** Stored in place of a token after a sign-out, so that the next launch does not sign in silently. */
const SIGNED_OUT = 'signed out'

/** Keeps the token in the phone's storage, and in memory only if the storage is full or broken. */
export function createSessionStore() {
  let unsaved: string | undefined

  function read(): string {
    try {
      return unsaved ?? String(uni.getStorageSync(KEY))
    } catch {
      return ''
    }
  }

  function write(value: string): void {
    unsaved = undefined
    try {
      uni.setStorageSync(KEY, value)
    } catch {
      unsaved = value
    }
  }

  return {
    token: () => (read() === SIGNED_OUT ? undefined : read() || undefined),
    isSignedOut: () => read() === SIGNED_OUT,
    save: write,
    signOut: () => {
      write(SIGNED_OUT)
    },
    /** Forgets a token that has ended, unless another one has replaced it. */
    forget: (token?: string) => {
      if (token === undefined || read() === token) write('')
    },
  }
}

export type SessionStore = ReturnType<typeof createSessionStore>
