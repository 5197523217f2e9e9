import { byId, setText } from './element.js'
import { word } from './words.js'

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/** @param {string} text */
export function say(text) {
  setText(byId('toast'), text)
  clearTimeout(timer)
  timer = setTimeout(() => setText(byId('toast'), ''), 4000)
}

/**
 * Sends a command; what goes wrong is said to the person, and the answer is then undefined.
 * @param {string} name
 * @param {object} [body] none for a DELETE
 * @returns {Promise<Record<string, unknown> | undefined>}
 */
export async function command(name, body) {
  try {
    const reply = await fetch(`/_emulator/${name}`, {
      method: body === undefined ? 'DELETE' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await reply.json()
    if (reply.ok) return answer
    say(`${word('failed')}: ${answer.error}`)
  } catch {
    say(word('failed'))
  }
  return undefined
}

/** @param {HTMLElement} source */
export async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '')
    say(word('copied'))
  } catch {
    getSelection()?.selectAllChildren(source)
    say(word('copyByHand'))
  }
}
