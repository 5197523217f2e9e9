import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { RequestEntry } from '../api/request-log'
import type { Commands } from '../commands'
import { EmulatorError } from '../emulator-error'
import type { Changes } from '../live/changes'
import { createHostList, requireJson, requireKnownHost } from './control-guard'
import { type ControlRoutes, createControlRoutes } from './control-routes'

/** The emulator's own API, beside WeChat's. */
export interface Control {
  fetch: (request: Request) => Response | Promise<Response>
  /** Another name under which it may be called. */
  allowHost: (host: string) => void
}

export function isControlPath(path: string): boolean {
  return path === '/' || path === '/_emulator' || path.startsWith('/_emulator/')
}

interface ControlParts {
  commands: Commands
  changes: Changes<RequestEntry>
  log: (line: string) => void
}

export function createControl({ commands, changes, log }: ControlParts): Control {
  const hosts = createHostList()
  const app = new Hono()
  app.use(requireKnownHost(hosts), requireJson)
  addRoutes(app, createControlRoutes(commands, changes))
  app.notFound((c) => c.json({ error: 'there is no such route: GET / lists what there is' }, 404))
  app.onError((error, c) => {
    if (error instanceof EmulatorError) return c.json({ error: error.message }, 400)
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status)
    log(`the control API failed: ${error.name}`)
    return c.json({ error: 'the emulator failed; please report it with what was sent' }, 500)
  })
  return { fetch: (request) => app.fetch(request), allowHost: hosts.allow }
}

function addRoutes(app: Hono, routes: ControlRoutes): void {
  for (const [path, handlers] of Object.entries(routes)) {
    const methods = Object.keys(handlers).join(', ')
    for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler)
    app.all(path, (c) => c.json({ error: `this route takes ${methods}` }, 405, { allow: methods }))
  }
}
