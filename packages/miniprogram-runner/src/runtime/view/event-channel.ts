export type EventHandlers = Record<string, (...args: unknown[]) => void>

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */
export interface EventChannel {
  readonly emit: (name: string, ...args: unknown[]) => void
  readonly on: (name: string, handler: EventHandlers[string]) => void
  readonly once: (name: string, handler: EventHandlers[string]) => void
  readonly off: (name: string, handler?: EventHandlers[string]) => void
}

/** Creates the two ends of a channel: the opening page's and the opened page's. */
export function createEventChannel(openerHandlers: EventHandlers = {}): [EventChannel, EventChannel] {
  const opener = createHandlerMap()
  const opened = createHandlerMap()
  for (const [name, handler] of Object.entries(openerHandlers)) opener.on(name, handler)
  return [
    { ...opener, emit: opened.call },
    { ...opened, emit: opener.call },
  ]
}

function createHandlerMap() {
  const handlers = new Map<string, EventHandlers[string][]>()
  const of = (name: string): EventHandlers[string][] => handlers.get(name) ?? []

  function off(name: string, handler?: EventHandlers[string]): void {
    handlers.set(name, handler === undefined ? [] : of(name).filter((other) => other !== handler))
  }

  function on(name: string, handler: EventHandlers[string]): void {
    handlers.set(name, [...of(name), handler])
  }

  function once(name: string, handler: EventHandlers[string]): void {
    const wrapped = (...args: unknown[]): void => {
      off(name, wrapped)
      handler(...args)
    }
    on(name, wrapped)
  }

  function call(name: string, ...args: unknown[]): void {
    for (const handler of of(name)) handler(...args)
  }
  return { on, once, off, call }
}
