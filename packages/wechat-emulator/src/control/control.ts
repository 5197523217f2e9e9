import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { EmulatorError } from '../core/index'
import { createHostList, requireJson, requireKnownHost } from './guard'
import { type ControlParts, createControlRoutes } from './routes'

export function isControlPath(path: string): boolean {
  return path === '/' || path === '/_emulator' || path.startsWith('/_emulator/')
}

export type Control = ReturnType<typeof createControl>

/** Creates the emulator's own API, beside WeChat's. */
export function createControl({ log, ...parts }: ControlParts & { readonly log: (line: string) => void }) {
  const hosts = createHostList()
  const app = new Hono()
  app.use(requireKnownHost(hosts), requireJson)
  for (const [path, handlers] of Object.entries(createControlRoutes(parts))) {
    const methods = Object.keys(handlers).join(', ')
    for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler)
    app.all(path, (c) => c.json({ error: `this route takes ${methods}` }, 405, { allow: methods }))
  }
  app.notFound((c) => c.json({ error: 'no such route: the README lists them, GET / is the console' }, 404))
  app.onError((error, c) => {
    if (error instanceof EmulatorError) return c.json({ error: error.message }, 400)
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
    log(`the control API failed: ${error.name}`)
    return c.json({ error: 'the emulator failed; please report it with the request' }, 500)
  })
  return {
    fetch: (request: Request) => app.fetch(request),
    /** Allows another name under which the control API may be called. */
    allowHost: hosts.allow,
  }
}
