import type { Plugin } from 'vite'

/** Warns at build time about an address that would fail on the phone. */
export function apiAddress(): Plugin {
  let address: string | undefined
  return {
    name: 'api-address',
    apply: 'build',
    configResolved({ env }) {
      address = env.VITE_API_BASE_URL as string | undefined
    },
    buildStart() {
      if (!address) this.warn('VITE_API_BASE_URL is not set: the mini program will show "service not configured"')
      else if (address.startsWith('http:') && process.env.NODE_ENV === 'production')
        this.warn('VITE_API_BASE_URL uses http: a released mini program may only call https')
    },
  }
}
