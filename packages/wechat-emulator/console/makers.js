import { command, copy, say } from './api.js'
import { byId, setText } from './element.js'
import { word } from './words.js'

/** The buttons and forms that stand still. */
export function connectMakers() {
  connectCodes()
  connectTestUser()
  connectClock()
  connectReset()
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
    say(word('changed'))
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
