import { createServer } from 'node:net'

/** A port that `pnpm dev` needs, and the variable that changes it. */
export interface NeededPort {
  readonly port: number
  readonly variable: string
  readonly purpose: string
  /** Absent: all interfaces. */
  readonly host?: string | undefined
}

/** The system's code for why a port cannot be listened on; undefined where it can. */
export function findPortError({ port, host }: Pick<NeededPort, 'port' | 'host'>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.name)
    })
    probe.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      probe.close(() => {
        resolve(undefined)
      })
    })
  })
}

function describe({ port, variable, purpose }: NeededPort): string {
  return `Port ${port} is taken, and ${purpose} needs one. Stop what uses it, or choose another: ${variable}=${port + 100} pnpm dev`
}

/** One sentence for each port that cannot be had. */
export async function findTakenPorts(ports: readonly NeededPort[]): Promise<string[]> {
  const errors = await Promise.all(ports.map(findPortError))
  return ports.filter((_, index) => errors[index] !== undefined).map(describe)
}
