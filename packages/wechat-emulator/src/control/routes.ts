import type { Context } from 'hono'
import { type Changes, invalid, readFields } from '../core/index'
import type { Commands } from '../state/index'
import type { RequestEntry } from '../wire/index'
import { serveFile } from './files'
import { serveEvents } from './event-stream'
import { readJson } from './guard'

type Handler = (c: Context) => Response | Promise<Response>

/** Handlers of each path of the control API, by method. */
type ControlRoutes = Record<string, Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>>

export interface ControlParts {
  readonly commands: Commands
  readonly changes: Changes<RequestEntry>
}

const CLOCK_USAGE = 'send the milliseconds to advance the clock by, for example {"advanceMs": 300000}'
const WEATHER_USAGE = 'send {"weather": "calm"}, "busy-evening" or "outage", or conditions by path'
const EMPTY_USAGE = 'send {}'
const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20
const DONE = { ok: true }

async function advanceClock(c: Context, commands: Commands): Promise<Response> {
  const { advanceMs } = readFields(await readJson(c), ['advanceMs'], CLOCK_USAGE)
  if (typeof advanceMs !== 'number') throw invalid(CLOCK_USAGE)
  commands.advance(advanceMs)
  return c.json({ now: commands.state().now })
}

/** Creates the routes whose answer is what their function returns. */
function createMakingRoutes(commands: Commands): ControlRoutes {
  const making = (command: (body: unknown) => object) => async (c: Context) => c.json(command(await readJson(c)))
  return {
    '/_emulator/phone-codes': { POST: making(commands.createPhoneCode) },
    '/_emulator/login-codes': { POST: making(commands.createLoginCode) },
    '/_emulator/encrypted-phone-numbers': { POST: making(commands.createEncryptedPhoneNumber) },
    '/_emulator/faults': {
      POST: making(commands.addFault),
      DELETE: (c) => {
        commands.clearFaults()
        return c.json(DONE)
      },
    },
  }
}

function createSettingRoutes(commands: Commands): ControlRoutes {
  const setting = (command: (body: unknown) => void) => ({
    POST: async (c: Context) => {
      command(await readJson(c))
      return c.json(DONE)
    },
  })
  return {
    '/_emulator/test-user': setting(commands.setTestUser),
    '/_emulator/accounts': setting(commands.setAccount),
    '/_emulator/quotas': setting(commands.setQuotas),
    '/_emulator/quirks': setting(commands.setQuirks),
    '/_emulator/weather': setting((body) => {
      commands.setWeather(readFields(body, ['weather'], WEATHER_USAGE).weather)
    }),
    '/_emulator/tokens/revoke': setting(commands.revokeTokens),
    '/_emulator/clock': { POST: (c) => advanceClock(c, commands) },
    '/_emulator/reset': setting((body) => {
      readFields(body, [], EMPTY_USAGE)
      commands.reset()
    }),
  }
}

async function restoreSnapshot(c: Context, commands: Commands): Promise<Response> {
  commands.restore(await readJson(c, MAX_SNAPSHOT_BYTES))
  return c.json(DONE)
}

export function createControlRoutes({ commands, changes }: ControlParts): ControlRoutes {
  return {
    '/': { GET: (c) => serveFile(c, 'console', 'index.html') },
    '/_emulator/console/:file': { GET: (c) => serveFile(c, 'console', c.req.param('file') ?? '') },
    '/_emulator/schemas/:file': { GET: (c) => serveFile(c, 'schemas', c.req.param('file') ?? '') },
    '/_emulator/snapshot': {
      GET: (c) => c.json(commands.snapshot(), 200, { 'cache-control': 'no-store' }),
      PUT: (c) => restoreSnapshot(c, commands),
    },
    '/_emulator/requests': { GET: (c) => c.json({ requests: commands.requests() }) },
    '/_emulator/state': { GET: (c) => c.json(commands.state()) },
    '/_emulator/events': { GET: (c) => serveEvents(c, { commands, changes }) },
    ...createMakingRoutes(commands),
    ...createSettingRoutes(commands),
  }
}
