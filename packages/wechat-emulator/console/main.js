import { createAccounts } from './accounts.js'
import { createCodes, createTokens } from './credentials.js'
import { byId, command, copy, notify, setText } from './dom.js'
import { createFaults, createWeather } from './faults.js'
import { currentLanguage, dateAndTime, duration, setLanguage, word } from './i18n.js'
import { createRequests } from './requests.js'

/** @typedef {import('../src/index').LiveEvent} LiveEvent */
/** @typedef {import('./i18n.js').Word} Word */

const requests = createRequests()
const drawCodes = createCodes()
const drawTokens = createTokens()
const drawFaults = createFaults()
const drawWeather = createWeather()
const drawAccounts = createAccounts()

/** @type {LiveEvent['state'] | undefined} */
let state
/** Offset of the emulator's clock from this page's. */
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
  drawWeather(state.weather)
  drawAccounts(state)
  drawTimes()
}

function drawTimes() {
  if (state === undefined) return
  const now = Date.now() + aheadMs
  drawCodes(state, now)
  drawTokens(state, now)
  setText(byId('clock'), dateAndTime(now))
  setText(byId('clock-offset'), state.clockOffsetMs === 0 ? word('noOffset') : `+${duration(state.clockOffsetMs)}`)
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
    // refused rather than broken: then the browser does not retry by itself
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 3000)
  })
}

function connectCodes() {
  for (const kind of ['phone', 'login']) {
    byId(`make-${kind}-code`).addEventListener('click', async () => {
      const made = await command(`${kind}-codes`, {})
      if (made === undefined) return
      setText(byId('made-code-text'), String(made.code))
      byId('made-code').hidden = false
    })
  }
  byId('copy-code').addEventListener('click', () => copy(byId('made-code-text')))
}

function connectTestUser() {
  const form = /** @type {HTMLFormElement} */ (byId('user-form'))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const given = [...new FormData(form)].filter(([, value]) => value !== '')
    if ((await command('test-user', Object.fromEntries(given))) === undefined) return
    form.reset()
    notify(word('changed'))
  })
}

function connectClock() {
  byId('clock-buttons').addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button')
    if (button !== null) void command('clock', { advanceMs: Number(button.dataset.advance) })
  })
}

function connectReset() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('reset-dialog'))
  byId('reset').addEventListener('click', () => {
    dialog.returnValue = ''
    dialog.showModal()
  })
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'reset') return
    byId('made-code').hidden = true
    void command('reset', {})
  })
}

/** @type {Record<string, { next: string, name: Word }>} */
const THEMES = {
  auto: { next: 'light', name: 'themeAuto' },
  light: { next: 'dark', name: 'themeLight' },
  dark: { next: 'auto', name: 'themeDark' },
}
const STORED = 'wechat-emulator'

let theme = 'auto'

/** Language and theme follow the system until the user chooses. */
function connectPreferences(/** @type {() => void} */ redraw) {
  loadPreferences()
  byId('language').addEventListener('click', () => {
    setLanguage(currentLanguage() === 'en' ? 'zh' : 'en')
    savePreferences()
    redraw()
  })
  byId('theme').addEventListener('click', () => {
    theme = THEMES[theme]?.next ?? 'auto'
    savePreferences()
  })
  applyPreferences()
}

function savePreferences() {
  localStorage.setItem(STORED, JSON.stringify({ language: currentLanguage(), theme }))
  applyPreferences()
}

function loadPreferences() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? '{}')
    if (kept.language === 'en' || kept.language === 'zh') setLanguage(kept.language)
    if (kept.theme in THEMES) theme = kept.theme
  } catch {
    localStorage.removeItem(STORED)
  }
}

function applyPreferences() {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme
  setText(byId('language'), currentLanguage() === 'en' ? '中文' : 'English')
  setText(byId('theme'), word(THEMES[theme]?.name ?? 'themeAuto'))
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-word]'))) {
    setText(target, word(/** @type {Word} */ (target.dataset.word)))
  }
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
connectCodes()
connectTestUser()
connectClock()
connectReset()
draw()
connect()
setInterval(drawTimes, 1000)
