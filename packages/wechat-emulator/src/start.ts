import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { EmulatorError } from './core/index'
import { createParts, type Emulator } from './emulator'
import { createNodeListener } from './server/index'
import { createStateFile, type EmulatorOptions } from './state/index'

/** Longer than clients keep idle connections, so that this end never closes one just as a request is sent. */
const KEEP_ALIVE_MS = 65_000

const PRODUCTION = 'NODE_ENV is production, and this is a WeChat for tests: unset it, or point the client at WeChat'
const NOT_LOOPBACK =
  'other computers can reach this host, and anyone who reaches the emulator controls it: ' +
  'stay on 127.0.0.1, or confirm with --allow-remote (allowRemote: true in code)'

/** Options of {@link startEmulator}. */
export interface StartOptions extends EmulatorOptions {
  /** @default 0 (any free port) */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** Allows a `host` that other computers can reach. @default false */
  readonly allowRemote?: boolean
  /** Further names under which the control API may be called, beside localhost and `host`: those of a container, for example. @default [] */
  readonly allowedHosts?: readonly string[]
  /** File that keeps the state: loaded at the start if it exists, written by `close`. It holds secrets in clear. @default no file */
  readonly stateFile?: string
}

/** An emulator that listens on a port. */
export interface RunningEmulator extends Emulator {
  /** Base URL for clients, such as `http://127.0.0.1:8788`. */
  readonly url: string
  readonly port: number
  /** Stops at once, cuts off requests that hang, and writes the `stateFile`. May be called twice. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)
}

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error, port, host))
    })
    server.listen(port, host, () => {
      resolve(server.address() as AddressInfo)
    })
  })
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): EmulatorError {
  if (error.code === 'EADDRINUSE') {
    const message = `port ${port} is taken: stop the program that listens there, or choose another with --port or EMULATOR_PORT (0 is any free one)`
    return new EmulatorError('port_taken', message, { cause: error })
  }
  const message = `cannot listen on ${host} port ${port} (${error.code ?? error.name}): choose another --host or --port`
  return new EmulatorError('cannot_listen', message, { cause: error })
}

function urlOf({ address, family, port }: AddressInfo, host: string): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`
  if (host === 'localhost') return `http://localhost:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
}

/**
 * Starts an emulator on a port of this computer. Throws an {@link EmulatorError}: `production` if NODE_ENV is production
 * ({@link createEmulator}, which opens no port, does not check it), `not_loopback` for a host that needs `allowRemote`,
 * `port_taken`, `cannot_listen`; a TypeError for a bad option.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = '127.0.0.1', allowRemote = false, allowedHosts = [], stateFile } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError('port must be a whole number from 0 to 65535')
  if (process.env.NODE_ENV === 'production') throw new EmulatorError('production', PRODUCTION)
  if (!allowRemote && !isLoopback(host)) throw new EmulatorError('not_loopback', NOT_LOOPBACK)
  const { emulator, commands, api, control, log } = createParts(options)
  const state = stateFile === undefined ? undefined : createStateFile(stateFile, commands)
  state?.load()
  for (const name of [host, ...allowedHosts]) control.allowHost(name)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createNodeListener(api, control, log))
  const bound = await listen(server, port, host)
  const close = () => {
    if (server.listening) state?.save()
    return stop(server)
  }
  return { ...emulator, url: urlOf(bound, host), port: bound.port, close, [Symbol.asyncDispose]: close }
}
