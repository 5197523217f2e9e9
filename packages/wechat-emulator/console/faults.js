import { byId, command, createKeyedList, element, notify, setText } from './dom.js'
import { word } from './i18n.js'

/** @typedef {import('../src/index').ArmedFault} ArmedFault */
/** @typedef {import('../src/index').Fault} Fault */
/** @typedef {import('./i18n.js').Word} Word */

/**
 * @typedef {object} Choice
 * @property {Word} name
 * @property {Word} [valueName] absent where there is nothing to say
 * @property {string} [value]
 * @property {(value: string) => Fault} toFault
 */

/** @param {string} status */
const badGateway = (status) => ({ status: Number(status), body: '<html>502 Bad Gateway</html>' })

/** @type {Choice[]} */
const CHOICES = [
  { name: 'faultErrcode', valueName: 'valueErrcode', value: '45009', toFault: (text) => ({ errcode: Number(text) }) },
  { name: 'faultStatus', valueName: 'valueStatus', value: '502', toFault: badGateway },
  {
    name: 'faultStatusAfter',
    valueName: 'valueStatus',
    value: '502',
    toFault: (text) => ({ ...badGateway(text), after: true }),
  },
  { name: 'faultAfter', toFault: () => ({ reset: 'after' }) },
  { name: 'faultBefore', toFault: () => ({ reset: 'before' }) },
  { name: 'faultHang', toFault: () => ({ hang: true }) },
  { name: 'faultDelay', valueName: 'valueDelay', value: '3000', toFault: (text) => ({ delayMs: Number(text) }) },
  { name: 'faultBody', valueName: 'valueBody', value: '{"errcode":0}', toFault: (body) => ({ body }) },
]

const form = /** @type {HTMLFormElement} */ (byId('fault-form'))
const kinds = /** @type {HTMLSelectElement} */ (byId('fault-kinds'))
const options = CHOICES.map((_, index) => element('option', { value: String(index) }))

function chosen() {
  return CHOICES[kinds.selectedIndex] ?? CHOICES[0]
}

/** @returns {HTMLInputElement} */
function valueInput() {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem('value'))
}

function showValue() {
  const { valueName, value = '' } = chosen() ?? {}
  byId('fault-value').hidden = valueName === undefined
  valueInput().disabled = valueName === undefined
  valueInput().value = value
  nameChoices()
}

function nameChoices() {
  CHOICES.forEach(({ name }, index) => setText(/** @type {HTMLElement} */ (options[index]), word(name)))
  const { valueName } = chosen() ?? {}
  if (valueName !== undefined) setText(byId('fault-value-name'), word(valueName))
}

async function arm() {
  const { path, times } = Object.fromEntries(new FormData(form))
  const fault = chosen()?.toFault(valueInput().value)
  if ((await command('faults', { path, times: Number(times), fault })) !== undefined) notify(word('armed'))
}

/** @param {Pick<ArmedFault, 'kind' | 'value' | 'after'>} fault */
function describeFault({ kind, value, after }) {
  return [kind, value ?? '', after ? 'after' : ''].join(' ').trim()
}

function createRow() {
  const [kind, path] = [element('span', { className: 'chip fault' }), element('code', { className: 'small' })]
  const times = element('span', { className: 'left small' })
  return { root: element('li', {}, kind, path, times), kind, path, times }
}

export function createFaults() {
  kinds.append(...options)
  showValue()
  kinds.addEventListener('change', showValue)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void arm()
  })
  byId('clear-faults').addEventListener('click', () => command('faults'))
  const list = createKeyedList(byId('faults'), {
    key: (/** @type {ArmedFault} */ { id }) => id,
    create: createRow,
    update(row, fault) {
      setText(row.kind, describeFault(fault))
      setText(row.path, fault.path)
      setText(row.times, word('timesLeft', { count: fault.times }))
    },
  })
  /** @param {ArmedFault[]} faults */
  return (faults) => {
    nameChoices()
    list(faults)
  }
}

/** @typedef {import('../src/index').WeatherState} WeatherState */

/** @param {[string, WeatherState['paths'][string]]} entry */
function conditionsOf([path, { latency, faults }]) {
  const late = latency === null || latency === undefined ? [] : [`p50 ${latency.p50} ms, p99 ${latency.p99} ms`]
  const failing = faults.map(({ probability, ...fault }) => `${probability * 100} % ${describeFault(fault)}`)
  return { path, text: [...late, ...failing].join(' · ') }
}

/** Shows the weather and lets the user choose a preset. */
export function createWeather() {
  const select = /** @type {HTMLSelectElement} */ (byId('weather'))
  const names = /** @type {const} */ (['calm', 'busy-evening', 'outage', 'custom'])
  const choices = names.map((value) => element('option', { value, disabled: value === 'custom' }))
  select.append(...choices)
  select.addEventListener('change', () => command('weather', { weather: select.value }))
  const list = createKeyedList(byId('weather-paths'), {
    key: (/** @type {{ path: string, text: string }} */ { path }) => path,
    create: () => {
      const [path, text] = [element('code', { className: 'small' }), element('span', { className: 'muted small' })]
      return { root: element('li', {}, path, text), path, text }
    },
    update(row, { path, text }) {
      setText(row.path, path)
      setText(row.text, text)
    },
  })
  /** @param {WeatherState} weather */
  return ({ name, paths }) => {
    names.forEach((value, index) => setText(/** @type {HTMLElement} */ (choices[index]), word(value)))
    select.value = name
    list(Object.entries(paths).map(conditionsOf))
  }
}
