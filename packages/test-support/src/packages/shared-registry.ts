import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { FULL } from '../services/index'
import { type Registry, startRegistry } from './registry'

declare module 'vitest' {
  interface ProvidedContext {
    readonly registry: SharedRegistry & { readonly ready: string }
  }
}

/** A registry that several test files use, with every public package in it. */
export type SharedRegistry = Pick<Registry, 'url' | 'env' | 'npmrc'>

/** Answers when everything has been published, or could not be. */
async function startWaitingRoom(published: Promise<void>) {
  const server = createServer((_, response) => {
    published.then(
      () => response.end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** Setup of a test project: other tests need not wait while the packages are built and published. */
export default async function setup({ provide }: TestProject) {
  if (!FULL) return undefined
  const registry = await startRegistry()
  const published = registry.publish()
  const waitingRoom = await startWaitingRoom(published)
  const { url, env, npmrc } = registry
  provide('registry', { url, env, npmrc, ready: waitingRoom.url })
  return async () => {
    waitingRoom.close()
    await published.catch(() => undefined)
    await registry.stop()
  }
}

/** Waits until every public package can be installed from the registry that the tests of this run share. */
export async function sharedRegistry(): Promise<SharedRegistry> {
  const { ready, ...registry } = inject('registry')
  const reply = await fetch(ready)
  if (!reply.ok) throw new Error(await reply.text())
  return registry
}
