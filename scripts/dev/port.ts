import { createServer } from 'node:net'

/** A port that `pnpm dev` needs, and the variable that changes it. */
export interface NeededPort {
  readonly port: number
  readonly variable: string
  readonly purpose: string
  /** Absent: all interfaces. */
  readonly host?: string | undefined
}

function isFree({ port, host }: NeededPort): Promise<boolean> {
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
  return `Port ${port} is taken, and ${purpose} needs one. Stop what uses it, or choose another: ${variable}=${port + 100} pnpm dev`
}

/** One sentence for each port that cannot be had. */
export async function findTakenPorts(ports: readonly NeededPort[]): Promise<string[]> {
  const free = await Promise.all(ports.map(isFree))
  return ports.filter((_, index) => free[index] !== true).map(describe)
}
