import { createAccounts } from './accounts.js'
import { copy } from './api.js'
import { createCodes, createTokens } from './credentials.js'
import { byId, setText } from './element.js'
import { createFaults } from './faults.js'
import { connectMakers } from './makers.js'
import { connectPreferences } from './preferences.js'
import { createRequests } from './requests.js'
import { dateAndTime, duration } from './time.js'
import { word } from './words.js'

/** @typedef {import('../src/index').LiveEvent} LiveEvent */

const requests = createRequests()
const [drawCodes, drawTokens, drawFaults, drawAccounts] = [
  createCodes(),
  createTokens(),
  createFaults(),
  createAccounts(),
]

/** @type {LiveEvent['state'] | undefined} */
let state
/** How far the emulator's clock is ahead of this page's. */
let aheadMs = 0
let isLive = false

function draw() {
  const live = byId('live')
  setText(live, word(isLive ? 'live' : 'connecting'))
  live.classList.toggle('on', isLive)
  if (state === undefined) return
  const { testUser, requestCounts } = state
  setText(byId('user-number'), testUser.phoneNumber)
  setText(byId('user-country'), `+${testUser.countryCode}`)
  requests.draw(Object.values(requestCounts).reduce((sum, count) => sum + count, 0))
  drawFaults(state.faults)
  drawAccounts(state)
  drawTimes()
}

function drawTimes() {
  if (state === undefined) return
  const now = Date.now() + aheadMs
  drawCodes(state, now)
  drawTokens(state, now)
  setText(byId('clock'), dateAndTime(now))
  setText(byId('clock-offset'), state.clockOffsetMs === 0 ? word('onTime') : `+${duration(state.clockOffsetMs)}`)
}

/** @param {MessageEvent<string>} message */
function take({ type, data }) {
  const event = /** @type {LiveEvent} */ (JSON.parse(data))
  state = event.state
  aheadMs = event.state.now - Date.now()
  if (type === 'snapshot') requests.clear()
  requests.add(event.requests)
  draw()
}

/** @param {boolean} now */
function setLive(now) {
  isLive = now
  draw()
}

function connect() {
  const events = new EventSource('/_emulator/events')
  for (const name of ['snapshot', 'change']) events.addEventListener(name, take)
  events.addEventListener('open', () => setLive(true))
  events.addEventListener('error', () => {
    setLive(false)
    // refused, and not only broken: the browser does not try again
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 3000)
  })
}

setText(byId('base-url'), location.origin)
setText(byId('example'), `curl ${location.origin}/wxa/business/getuserphonenumber --json '{}'`)
for (const [button, source] of [
  ['copy-base-url', 'base-url'],
  ['copy-example', 'example'],
]) {
  byId(button ?? '').addEventListener('click', () => copy(byId(source ?? '')))
}
connectPreferences(draw)
connectMakers()
draw()
connect()
setInterval(drawTimes, 1000)
