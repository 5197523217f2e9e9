import { byId, createKeyedList, element, setText } from './dom.js'
import { clockTime, word } from './i18n.js'

/** @typedef {import('../src/index').RecordedRequest} RecordedRequest */

const KEPT = 200

/** @param {RecordedRequest} request @returns {[text: string, look: string]} */
function outcomeOf({ outcome, status, errcode }) {
  if (outcome === 'waiting') return [word('waiting'), 'wait']
  if (outcome === 'reset') return [word('connectionReset'), 'bad']
  if (outcome === 'gone') return [word('clientClosed'), 'bad']
  if (status !== 200) return [String(status), 'bad']
  return errcode === null || errcode === 0 ? ['200', 'good'] : [`errcode ${errcode}`, 'bad']
}

function createRow() {
  const [time, method, path] = [element('time'), element('span', { className: 'method mono muted' }), element('span')]
  const [outcome, fault] = [element('span'), element('span', { className: 'chip fault' })]
  const details = element('dl')
  path.className = 'path mono'
  const marks = element('span', { className: 'marks' }, fault, outcome)
  const root = element('li', {}, element('details', {}, element('summary', {}, time, method, path, marks), details))
  return { root, time, method, path, outcome, fault, details }
}

/** A long path breaks after a slash, and not in the middle of a word. @param {string} path */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [element('wbr'), part])
}

/** @param {ReturnType<typeof createRow>} row @param {RecordedRequest} request */
function updateRow(row, request) {
  const [text, look] = outcomeOf(request)
  setText(row.time, clockTime(request.at))
  setText(row.method, request.method)
  if (row.path.textContent !== request.path) row.path.replaceChildren(...breakable(request.path))
  setText(row.outcome, text)
  row.outcome.className = `chip ${look}`
  setText(row.fault, request.fault ?? '')
  row.fault.hidden = request.fault === null
  updateDetails(row.details, request)
}

/** @param {HTMLElement} details @param {RecordedRequest} request */
function updateDetails(details, { query, body, answer, outcome }) {
  const parts = /** @type {const} */ ([
    [word('query'), Object.keys(query).length === 0 ? '' : JSON.stringify(query, null, 2)],
    [word('body'), body === null ? '' : JSON.stringify(body, null, 2)],
    [word('answer'), answer !== null ? JSON.stringify(answer, null, 2) : outcome === 'waiting' ? '' : word('noAnswer')],
  ]).filter(([, text]) => text !== '')
  const shown = JSON.stringify(parts)
  if (details.dataset.shown === shown) return
  details.dataset.shown = shown
  details.replaceChildren(
    ...parts.map(([name, text]) =>
      element(
        'div',
        {},
        element('dt', { className: 'muted small' }, name),
        element('dd', {}, element('pre', {}, text)),
      ),
    ),
  )
}

export function createRequests() {
  const list = createKeyedList(byId('requests'), {
    key: (/** @type {RecordedRequest} */ request) => String(request.id),
    create: createRow,
    update: updateRow,
  })
  /** @type {Map<number, RecordedRequest>} */
  let known = new Map()
  return {
    clear() {
      known = new Map()
    },
    /** @param {RecordedRequest[]} requests */
    add(requests) {
      for (const request of requests) known.set(request.id, request)
      const newest = [...known.values()].sort((a, b) => b.id - a.id).slice(0, KEPT)
      known = new Map(newest.map((request) => [request.id, request]))
    },
    /** @param {number} total */
    draw(total) {
      list([...known.values()].sort((a, b) => b.id - a.id))
      setText(byId('request-count'), total === 0 ? '' : String(total))
      byId('no-requests').hidden = known.size > 0
    },
  }
}
