/** The emulator in a process of its own: makes codes by the thousand, and bad weather, when asked. */
import { type Fault, startEmulator } from '@uni-phone/wechat-emulator'

/** Questions to the process, and its answers. */
export type EmulatorOrder =
  | { readonly order: 'codes'; readonly count: number }
  /** WeChat limits the logins of one user, so they are of many. */
  | { readonly order: 'login codes'; readonly count: number }
  /** One of each of these users. */
  | { readonly order: 'taps' }
  /** Each reply takes so long and, if there are storms, every hundredth goes wrong in one way or another. */
  | { readonly order: 'weather'; readonly delayMs: number; readonly storms: boolean; readonly requests: number }
  | { readonly order: 'calm' }
  | { readonly order: 'calls' }

const PATH = '/wxa/business/getuserphonenumber'
const CYCLE = 100
const STORMS: readonly Fault[] = [
  { errcode: -1 },
  { status: 502 },
  { reset: 'before' },
  { reset: 'after' },
  { delayMs: 1_000 },
]

const USERS = 200

const emulator = await startEmulator()

const newLoginCode = (user: number): string => emulator.createLoginCode({ openid: `oBench${user}` }).code

/** Body of a tap by one of the users. */
function newTap(user: number): string {
  const phoneNumber = String(13_800_000_000 + user)
  const { code } = emulator.createPhoneCode({ openid: `oBench${user}`, phoneNumber })
  return JSON.stringify({ code, loginCode: newLoginCode(user) })
}

function makeWeather(delayMs: number, storms: boolean, requests: number): void {
  for (let cycle = 0; cycle * CYCLE < requests; cycle += 1) {
    const storm = storms ? STORMS[cycle % STORMS.length] : undefined
    emulator.addFault({ path: PATH, times: storm === undefined ? CYCLE : CYCLE - 1, fault: { delayMs } })
    if (storm !== undefined) emulator.addFault({ path: PATH, fault: storm })
  }
}

function carryOut(order: EmulatorOrder): unknown {
  switch (order.order) {
    case 'codes':
      return Array.from({ length: order.count }, () => emulator.createPhoneCode().code)
    case 'login codes':
      return Array.from({ length: order.count }, (_, nth) => newLoginCode(nth % USERS))
    case 'taps':
      return Array.from({ length: USERS }, (_, user) => newTap(user))
    case 'weather':
      makeWeather(order.delayMs, order.storms, order.requests)
      return 'made'
    case 'calm':
      emulator.clearFaults()
      return 'calm'
    case 'calls':
      return emulator.state().requestCounts
  }
}

process.on('message', (order: EmulatorOrder) => {
  process.send?.(carryOut(order))
})
process.send?.(emulator.url)
