import type { Plugin } from 'vite'

/** Says at build time what a person would otherwise find out on the phone. */
export function apiAddress(address: string | undefined): Plugin {
  return {
    name: 'api-address',
    apply: 'build',
    buildStart() {
      if (!address) this.warn('VITE_API_BASE_URL is not set: the mini program will show "service not configured"')
      else if (address.startsWith('http:') && process.env.NODE_ENV === 'production')
        this.warn('VITE_API_BASE_URL is http: a released mini program may call https alone')
    },
  }
}
