import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The one address of a Redis with failover, as a service in front of a primary has it: it leads elsewhere when told to. */
export async function startSwitch(url: string) {
  let port: number | undefined
  const open = new Set<Socket>()
  const server = createServer((client) => {
    if (port === undefined) {
      client.destroy()
      return
    }
    const redis = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, redis],
      [redis, client],
    ] as const) {
      open.add(from)
      from
        .on('error', () => undefined)
        .once('close', () => {
          open.delete(from)
          to.destroy()
        })
      from.pipe(to)
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const leadTo = (target: string | undefined): void => {
    port = target === undefined ? undefined : Number(new URL(target).port)
    for (const socket of open) socket.destroy()
  }
  leadTo(url)
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cuts all connections; new ones lead there, or nowhere. */
    leadTo,
    [Symbol.asyncDispose]: async () => {
      leadTo(undefined)
      server.close()
    },
  }
}
