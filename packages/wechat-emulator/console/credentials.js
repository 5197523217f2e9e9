import { byId, command, createKeyedList, element, notify, setText } from './dom.js'
import { duration, word } from './i18n.js'

/** @typedef {import('../src/index').EmulatorState} EmulatorState */
/** @typedef {import('../src/index').TokenState} TokenState */
/** @typedef {import('../src/index').ListedCode & { kind: 'phone' | 'login' }} ListedCode */

const SHOWN = 8
const CODE_LIFETIME_MS = 300_000
const TOKEN_LIFETIME_MS = 7_200_000

function createRow() {
  const [kind, text, extra] = [element('span', { className: 'chip' }), element('code'), element('span')]
  const [left, bar] = [element('span', { className: 'left small' }), element('progress', { className: 'whole' })]
  extra.className = 'muted small'
  bar.ariaHidden = 'true'
  return { root: element('li', {}, kind, text, extra, left, bar), kind, text, extra, left, bar }
}

/** @param {ReturnType<typeof createRow>} row @param {number} leftMs @param {number} lifetimeMs @param {string} end why there is nothing left */
function updateTime({ root, left, bar }, leftMs, lifetimeMs, end) {
  setText(left, end === '' ? duration(leftMs) : end)
  root.classList.toggle('dead', end !== '')
  bar.hidden = end !== ''
  bar.max = lifetimeMs
  bar.value = Math.max(0, leftMs)
}

/** @param {ListedCode} code @param {number} now */
function endOf({ state, expiresAt }, now) {
  if (state === 'used') return word('used')
  return now < expiresAt ? '' : word('expired')
}

export function createCodes() {
  let now = 0
  const list = createKeyedList(byId('codes'), {
    key: (/** @type {ListedCode} */ { kind, code, expiresAt }) => `${kind} ${code} ${expiresAt}`,
    create: createRow,
    update(row, code) {
      setText(row.kind, word(code.kind))
      setText(row.text, code.code)
      setText(row.extra, code.phoneNumber ?? '')
      updateTime(row, code.expiresAt - now, CODE_LIFETIME_MS, endOf(code, now))
    },
  })
  /** @param {EmulatorState} state @param {number} time */
  return ({ phoneCodes, loginCodes }, time) => {
    now = time
    const codes = [
      ...phoneCodes.map((code) => ({ ...code, kind: /** @type {const} */ ('phone') })),
      ...loginCodes.map((code) => ({ ...code, kind: /** @type {const} */ ('login') })),
    ]
    list(codes.sort((a, b) => b.expiresAt - a.expiresAt).slice(0, SHOWN))
    byId('no-codes').hidden = codes.length > 0
  }
}

function createTokenRow(/** @type {TokenState} */ { id }) {
  const row = createRow()
  const button = element('button', { type: 'button', className: 'quiet' })
  button.addEventListener('click', async () => {
    if ((await command('tokens/revoke', { id })) !== undefined) notify(word('revoked'))
  })
  row.left.after(button)
  return { ...row, button }
}

export function createTokens() {
  let now = 0
  const list = createKeyedList(byId('tokens'), {
    key: (/** @type {TokenState} */ { id, token }) => `${id} ${token}`,
    create: createTokenRow,
    update(row, token) {
      const isAlive = now < token.validUntil
      setText(row.kind, word(token.kind))
      setText(row.text, token.token)
      updateTime(row, token.validUntil - now, TOKEN_LIFETIME_MS, isAlive ? '' : word('ended'))
      setText(row.button, word('revoke'))
      row.button.ariaLabel = `${word('revoke')} ${token.token}`
      row.button.hidden = !isAlive
    },
  })
  byId('revoke-all').addEventListener('click', async () => {
    if ((await command('tokens/revoke', {})) !== undefined) notify(word('revoked'))
  })
  /** @param {EmulatorState} state @param {number} time */
  return ({ tokens }, time) => {
    now = time
    list(tokens.slice(-SHOWN).reverse())
    byId('no-tokens').hidden = tokens.length > 0
  }
}
