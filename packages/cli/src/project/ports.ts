import { createServer } from 'node:net'
import type { LocalizedText } from '@uni-phone/config'

/** A port to listen on, and the variable that sets it. */
export interface NeededPort {
  readonly port: number
  readonly variable: string
  readonly purpose: LocalizedText
  /** @default all interfaces */
  readonly host?: string | undefined
}

function canListen({ port, host }: NeededPort): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}

function describe({ port, variable, purpose }: NeededPort): string {
  const other = `${variable}=${port + 100} pnpm dev`
  return `端口 ${port} 不可用，${purpose.zh}需要它：停掉占用它的程序，或换一个：${other}
Port ${port} is taken, and ${purpose.en} needs it: stop the program that uses it, or choose another: ${other}`
}

/** Returns one message for each port that cannot be listened on. */
export async function findTakenPorts(ports: readonly NeededPort[]): Promise<string[]> {
  const free = await Promise.all(ports.map(canListen))
  return ports.filter((_, index) => free[index] === false).map(describe)
}
