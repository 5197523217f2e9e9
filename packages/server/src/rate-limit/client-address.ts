import type { IncomingMessage } from 'node:http'
import type { TrustProxy } from '@uni-phone/config'
import proxyAddr from 'proxy-addr'
import type { Log } from '../observability'

type Trust = (address: string, hop: number) => boolean

function toTrust(trustProxy: TrustProxy): Trust {
  return typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : proxyAddr.compile([...trustProxy])
}

const UNKNOWN = 'unknown'

/**
 * Finds the address of the client behind the proxies that are trusted. A forwarded header from anyone else says nothing,
 * and is warned about once: with a proxy in front, all clients would share one limit.
 */
export function createClientAddress(trustProxy: TrustProxy, log: Log): (incoming?: IncomingMessage) => string {
  const trust = toTrust(trustProxy)
  let warned = false

  function warnOnce(incoming: IncomingMessage): void {
    const untrusted = !trust(incoming.socket.remoteAddress ?? UNKNOWN, 0)
    if (warned || !untrusted) return
    warned = true
    log.warn(
      { zh: '收到 X-Forwarded-For，但未信任任何代理；若前面有反向代理，请设置 TRUST_PROXY' },
      'X-Forwarded-For came from an address that is not trusted: if a reverse proxy is in front, set TRUST_PROXY',
    )
  }

  return (incoming) => {
    if (incoming?.socket.remoteAddress === undefined) return UNKNOWN
    if (incoming.headers['x-forwarded-for'] === undefined) return incoming.socket.remoteAddress
    warnOnce(incoming)
    return proxyAddr(incoming, trust)
  }
}
