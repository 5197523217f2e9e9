import type { Context } from 'hono'
import type { Commands } from '../commands'
import { invalid, readFields } from '../input'
import { readJson } from './control-body'
import { HOME_PAGE } from './home-page'

type Handler = (c: Context) => Response | Promise<Response>

/** What each path of the control API takes. */
export type ControlRoutes = Record<string, Partial<Record<'GET' | 'POST' | 'DELETE', Handler>>>

const CLOCK_USAGE = 'send the milliseconds to move the clock forward by, such as {"advanceMs": 300000}'
const EMPTY_USAGE = 'send {}'

export function createControlRoutes(commands: Commands): ControlRoutes {
  return {
    '/': { GET: (c) => c.html(HOME_PAGE) },
    '/_emulator/phone-codes': { POST: async (c) => c.json(commands.createPhoneCode(await readJson(c))) },
    '/_emulator/login-codes': { POST: async (c) => c.json(commands.createLoginCode(await readJson(c))) },
    '/_emulator/faults': {
      POST: async (c) => c.json(commands.addFault(await readJson(c))),
      DELETE: (c) => done(c, commands.clearFaults),
    },
    '/_emulator/tokens/revoke': { POST: (c) => doneWithoutInput(c, commands.revokeTokens) },
    '/_emulator/reset': { POST: (c) => doneWithoutInput(c, commands.reset) },
    '/_emulator/clock': { POST: (c) => moveClock(c, commands) },
    '/_emulator/requests': { GET: (c) => c.json({ requests: commands.requests() }) },
    '/_emulator/state': { GET: (c) => c.json(commands.state()) },
  }
}

async function moveClock(c: Context, commands: Commands): Promise<Response> {
  const { advanceMs } = readFields(await readJson(c), ['advanceMs'], CLOCK_USAGE)
  if (typeof advanceMs !== 'number') throw invalid(CLOCK_USAGE)
  commands.advance(advanceMs)
  return c.json({ now: commands.state().now })
}

async function doneWithoutInput(c: Context, command: () => void): Promise<Response> {
  readFields(await readJson(c), [], EMPTY_USAGE)
  return done(c, command)
}

function done(c: Context, command: () => void): Response {
  command()
  return c.json({ ok: true })
}
