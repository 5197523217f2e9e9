import type { Context } from 'hono'
import type { RequestEntry } from '../api/request-log'
import type { Commands } from '../commands'
import { invalid, readFields } from '../input'
import type { Changes } from '../live/changes'
import { serveConsoleFile } from './console-routes'
import { readJson } from './control-body'
import { serveLiveEvents } from './live-route'

type Handler = (c: Context) => Response | Promise<Response>

/** What each path of the control API takes. */
export type ControlRoutes = Record<string, Partial<Record<'GET' | 'POST' | 'DELETE', Handler>>>

const CLOCK_USAGE = 'send the milliseconds to move the clock forward by, such as {"advanceMs": 300000}'
const EMPTY_USAGE = 'send {}'
const DONE = { ok: true }

export function createControlRoutes(commands: Commands, changes: Changes<RequestEntry>): ControlRoutes {
  return {
    '/': { GET: (c) => serveConsoleFile(c, 'index.html') },
    '/_emulator/console/:file': { GET: (c) => serveConsoleFile(c, c.req.param('file') ?? '') },
    '/_emulator/requests': { GET: (c) => c.json({ requests: commands.requests() }) },
    '/_emulator/state': { GET: (c) => c.json(commands.state()) },
    '/_emulator/events': { GET: (c) => serveLiveEvents(c, commands, changes) },
    ...createMakerRoutes(commands),
    ...createSettingRoutes(commands),
  }
}

function createMakerRoutes(commands: Commands): ControlRoutes {
  return {
    '/_emulator/phone-codes': { POST: async (c) => c.json(commands.createPhoneCode(await readJson(c))) },
    '/_emulator/login-codes': { POST: async (c) => c.json(commands.createLoginCode(await readJson(c))) },
    '/_emulator/encrypted-phone-numbers': {
      POST: async (c) => c.json(commands.createEncryptedPhoneNumber(await readJson(c))),
    },
    '/_emulator/faults': {
      POST: async (c) => c.json(commands.addFault(await readJson(c))),
      DELETE: (c) => {
        commands.clearFaults()
        return c.json(DONE)
      },
    },
  }
}

function createSettingRoutes(commands: Commands): ControlRoutes {
  const withBody = (command: (body: unknown) => void) => ({
    POST: async (c: Context) => {
      command(await readJson(c))
      return c.json(DONE)
    },
  })
  return {
    '/_emulator/test-user': withBody(commands.setTestUser),
    '/_emulator/accounts': withBody(commands.setAccount),
    '/_emulator/quotas': withBody(commands.setQuotas),
    '/_emulator/quirks': withBody(commands.setQuirks),
    '/_emulator/tokens/revoke': withBody(commands.revokeTokens),
    '/_emulator/clock': { POST: (c) => moveClock(c, commands) },
    '/_emulator/reset': withBody((body) => {
      readFields(body, [], EMPTY_USAGE)
      commands.reset()
    }),
  }
}

async function moveClock(c: Context, commands: Commands): Promise<Response> {
  const { advanceMs } = readFields(await readJson(c), ['advanceMs'], CLOCK_USAGE)
  if (typeof advanceMs !== 'number') throw invalid(CLOCK_USAGE)
  commands.advance(advanceMs)
  return c.json({ now: commands.state().now })
}
