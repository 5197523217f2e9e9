import { findLanHost } from '../dev/lan-host'
import { type Finding, ok, skipped, warning } from './finding'
import { askOurApi } from './our-api'
import type { Settings } from './surroundings'

/** The address at which a phone in the same network reaches the server of `pnpm dev`. */
export async function checkLanAddress({ config, tools }: Settings): Promise<Finding[]> {
  if (config === undefined || tools === undefined) return []
  const host = tools.lanHost ?? findLanHost()
  if (host === undefined)
    return [
      skipped('lan', {
        zh: '局域网：本机没有可供手机访问的地址',
        en: 'local network: this computer has no address a phone could reach',
      }),
    ]
  const address = `http://${host}:${config.port}`
  const [here, there] = await Promise.all([askOurApi(`http://127.0.0.1:${config.port}`), askOurApi(address)])
  if (there.kind === 'ours')
    return [ok('lan', { zh: `局域网：手机可访问 ${address}`, en: `local network: phones reach ${address}` })]
  if (here.kind !== 'ours')
    return [
      ok('lan', {
        zh: `局域网：pnpm dev 运行时，手机访问 ${address}`,
        en: `local network: while pnpm dev runs, phones reach ${address}`,
      }),
    ]
  return [
    warning(
      'lan',
      { zh: `服务端在运行，但 ${address} 访问不到`, en: `the server runs, but ${address} does not reach it` },
      {
        zh: '去掉 HOST、允许防火墙放行该端口，或用 LAN_HOST 指定正确的地址',
        en: 'leave HOST out, let the firewall pass this port, or name the right address in LAN_HOST',
      },
    ),
  ]
}
