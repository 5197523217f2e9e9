import { byId, command, createKeyedList, element, setText } from './dom.js'
import { word } from './i18n.js'

/** @typedef {import('../src/index').EmulatorState} EmulatorState */
/** @typedef {import('../src/index').AccountState} AccountState */
/** @typedef {import('./i18n.js').Word} Word */

/** @type {{ name: Word, isOn: (account: AccountState) => boolean, change: (isOn: boolean) => object }[]} */
const SWITCHES = [
  {
    name: 'mayGetPhone',
    isOn: (account) => account.phoneNumberPermission,
    change: (isOn) => ({ phoneNumberPermission: isOn }),
  },
  { name: 'secretFrozen', isOn: (account) => account.secretFrozen, change: (secretFrozen) => ({ secretFrozen }) },
  {
    name: 'noAddress',
    isOn: ({ ipAllowList }) => ipAllowList !== null,
    change: (isOn) => ({ ipAllowList: isOn ? [] : null }),
  },
]

/** @param {AccountState} account */
function createRow({ appid }) {
  const [name, quotas] = [element('code'), element('dl', { className: 'quotas muted small whole' })]
  const switches = SWITCHES.map(({ change }) => {
    const [box, text] = [element('input', { type: 'checkbox' }), element('span')]
    box.addEventListener('change', () => command('accounts', { appid, ...change(box.checked) }))
    return { box, text, label: element('label', {}, box, text) }
  })
  const labels = element('div', { className: 'switches whole' }, ...switches.map(({ label }) => label))
  return { root: element('li', {}, name, labels, quotas), name, switches, quotas }
}

/** @param {HTMLElement} target @param {AccountState} account @param {EmulatorState['quotas']} limits */
function updateQuotas(target, { used }, limits) {
  const rows = /** @type {(keyof AccountState['used'])[]} */ (Object.keys(used))
    .filter((name) => limits[name] !== null && used[name] > 0)
    .map((name) => [name, `${used[name]} / ${limits[name]}`])
  const shown = JSON.stringify(rows)
  if (target.dataset.shown === shown) return
  target.dataset.shown = shown
  target.replaceChildren(
    ...rows.flatMap(([name, text]) => [element('dt', {}, name ?? ''), element('dd', {}, text ?? '')]),
  )
}

export function createAccounts() {
  /** @type {EmulatorState['quotas'] | undefined} */
  let limits
  const list = createKeyedList(byId('accounts'), {
    key: (/** @type {AccountState} */ { appid }) => appid,
    create: createRow,
    update(row, account) {
      setText(row.name, account.appid)
      SWITCHES.forEach(({ name, isOn }, index) => {
        const view = row.switches[index]
        if (view === undefined) return
        setText(view.text, word(name))
        view.box.checked = isOn(account)
      })
      if (limits !== undefined) updateQuotas(row.quotas, account, limits)
    },
  })
  /** @param {EmulatorState} state */
  return ({ accounts, quotas }) => {
    limits = quotas
    list(accounts)
  }
}
