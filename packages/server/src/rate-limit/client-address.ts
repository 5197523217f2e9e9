import type { IncomingMessage } from 'node:http'
import type { TrustProxy } from '@uni-phone/config'
import ipaddr from 'ipaddr.js'
import proxyAddr from 'proxy-addr'
import type { Log } from '../observability'

type Trust = (address: string, hop: number) => boolean

function toTrust(trustProxy: TrustProxy): Trust {
  return typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : proxyAddr.compile([...trustProxy])
}

const UNKNOWN = 'unknown'
/** Providers give a household or a phone at least a /64 and often a /56: a single address costs an attacker nothing. */
const IPV6_PREFIX_BITS = 56

const BRACKETED = /^\[(.+)\](?::\d+)?$/
const IPV4_WITH_PORT = /^([\d.]+):\d+$/
/** ipaddr.js also reads `1`, `0x7f.1` and other old spellings, which no proxy writes. */
const DOTTED_QUAD = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** Reads an address as a proxy may write it: with a port, in brackets, quoted, with a zone, IPv4 inside IPv6. */
function parseAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const host = BRACKETED.exec(bare)?.[1] ?? IPV4_WITH_PORT.exec(bare)?.[1] ?? bare
  const address = host.replace(/%.*$/, '')
  if (!address.includes(':') && !DOTTED_QUAD.test(address)) return undefined
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : undefined
}

/** An IPv6 client is its network, an IPv4 client its address. */
function toNetwork(address: string): string {
  if (!address.includes(':')) return address
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_PREFIX_BITS}`)
  return `${network.toString()}/${IPV6_PREFIX_BITS}`
}

/**
 * Addresses of a `Forwarded` header, in its order.
 * @see https://www.rfc-editor.org/rfc/rfc7239
 */
function readForwarded(header: string): string[] {
  const elements = header.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? []
  return elements.map((element) => /(?:^|;)\s*for=("[^"]*"|[^;,\s]*)/i.exec(element)?.[1] ?? UNKNOWN)
}

/** Walks from the socket towards the client, as far as each hop is trusted and names the one before it. */
function findClient(socket: string, forwarded: readonly string[], trust: Trust): string {
  let client = socket
  for (const [hop, named] of [...forwarded].reverse().entries()) {
    const next = trust(client, hop) ? parseAddress(named) : undefined
    if (next === undefined) break
    client = next
  }
  return client
}

/** Returns the address that a request counts against. */
export type ClientAddress = (incoming?: IncomingMessage) => string

/**
 * Finds the client's address behind trusted proxies, in one canonical form: IPv4 without a port, IPv6 as its /56. A
 * header from an untrusted address is ignored and warned about once. Where `Forwarded` and `X-Forwarded-For` name
 * different clients, one of them was written by the client itself, and the proxy's own address counts.
 */
export function createClientAddress(trustProxy: TrustProxy, log: Log): ClientAddress {
  const trust = toTrust(trustProxy)
  let warned = false

  function warnOnce(socket: string): void {
    if (warned || trust(socket, 0)) return
    warned = true
    log.warn(
      { zh: '收到 X-Forwarded-For 或 Forwarded，但未信任任何代理；若前面有反向代理，请设置 TRUST_PROXY' },
      'X-Forwarded-For or Forwarded came from an address that is not trusted: behind a reverse proxy, set TRUST_PROXY',
    )
  }

  function resolve(socket: string, headers: IncomingMessage['headers']): string {
    const { 'x-forwarded-for': listed, forwarded } = headers
    const lists = [
      ...(listed === undefined ? [] : [String(listed).split(',')]),
      ...(forwarded === undefined ? [] : [readForwarded(forwarded)]),
    ]
    if (lists.length > 0) warnOnce(socket)
    const clients = new Set(lists.map((list) => findClient(socket, list, trust)))
    return clients.size === 1 ? [...clients].join() : socket
  }

  return (incoming) => {
    const socket = parseAddress(incoming?.socket.remoteAddress ?? '')
    return incoming === undefined || socket === undefined ? UNKNOWN : toNetwork(resolve(socket, incoming.headers))
  }
}
