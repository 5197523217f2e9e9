import { networkInterfaces } from 'node:os'

const BRIDGE_OR_TUNNEL =
  /^(lo|docker|br-|bridge|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|ppp|wg|zt|tailscale|awdl|llw)/i
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/

/** Returns the address at which a phone in the same network reaches this computer; undefined without a network. */
export function findLanHost(interfaces = networkInterfaces()): string | undefined {
  return Object.entries(interfaces)
    .filter(([name]) => !BRIDGE_OR_TUNNEL.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .find(({ family, internal, address }) => family === 'IPv4' && !internal && PRIVATE.test(address))?.address
}
