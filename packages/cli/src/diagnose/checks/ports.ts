import { findPortError } from '../dev/port'
import { failed, type Finding, ok, skipped, warning } from './finding'
import { type CheckedPort, originOf, toCheckedPorts } from './needed-ports'
import { NOT_CONFIGURED, type Settings } from './surroundings'

async function describeTaken({
  check,
  port,
  host,
  variable,
  purpose,
  isOurs,
  forDevelopment,
}: CheckedPort): Promise<Finding> {
  if (await isOurs(originOf(host, port)))
    return ok(check, {
      zh: `端口 ${port}：${purpose.zh}正在运行`,
      en: `port ${port}: ${purpose.en} of this project is running`,
    })
  const found = {
    zh: `端口 ${port} 被其他程序占用，${purpose.zh}需要它`,
    en: `port ${port} is taken by another program, and ${purpose.en} needs it`,
  }
  const advice = {
    zh: `停掉占用它的程序，或在 .env 中把 ${variable} 设为其他端口`,
    en: `stop what uses it, or set ${variable} to another port in .env`,
  }
  return (forDevelopment ? warning : failed)(check, found, advice)
}

function describeForbidden({ check, port, variable }: CheckedPort): Finding {
  return failed(
    check,
    { zh: `没有权限使用端口 ${port}`, en: `port ${port} may not be used without privileges` },
    {
      zh: `把 ${variable} 设为 1024 以上，由反向代理对外`,
      en: `set ${variable} to 1024 or above, with a reverse proxy in front`,
    },
  )
}

function describeWrongHost({ check, host = '' }: CheckedPort, code: string): Finding {
  return failed(
    check,
    { zh: `HOST=${host} 不是本机的地址（${code}）`, en: `HOST=${host} is no address of this machine (${code})` },
    {
      zh: '去掉 HOST 以监听所有网卡，或设为本机的地址',
      en: 'leave HOST out for all interfaces, or set an address of this machine',
    },
  )
}

async function checkPort(needed: CheckedPort): Promise<Finding> {
  const { check, port, purpose } = needed
  const code = await findPortError(needed)
  if (code === undefined)
    return ok(check, { zh: `端口 ${port} 可用（${purpose.zh}）`, en: `port ${port} is free (${purpose.en})` })
  if (code === 'EADDRINUSE') return describeTaken(needed)
  return code === 'EACCES' ? describeForbidden(needed) : describeWrongHost(needed, code)
}

export async function checkPorts(settings: Settings): Promise<Finding[]> {
  if (settings.config === undefined)
    return [skipped('port.server', { zh: `端口：${NOT_CONFIGURED.zh}`, en: `ports: ${NOT_CONFIGURED.en}` })]
  return Promise.all(toCheckedPorts(settings).map(checkPort))
}
