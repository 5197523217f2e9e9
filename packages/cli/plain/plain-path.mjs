/**
 * Preloaded into Node where a project's path has characters that vite and uni-app cannot handle: every real path inside the
 * project becomes the path through its symbolic link. See src/project/plain-path.ts.
 */
import fs from 'node:fs'
import { register, syncBuiltinESMExports } from 'node:module'
import { sep } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const parameters = new URL(import.meta.url).searchParams
const real = parameters.get('real') ?? ''
const plain = parameters.get('plain') ?? ''

/** @type {<Value>(value: Value) => Value | string} */
function toPlain(value) {
  if (typeof value !== 'string' || (value !== real && !value.startsWith(real + sep))) return value
  return plain + value.slice(real.length)
}

/** @type {(name: 'realpathSync' | 'realpath') => void} */
function wrap(name) {
  const original = fs[name]
  /** @type {(call: Function) => (...args: unknown[]) => unknown} */
  const wrapped =
    (call) =>
    (...args) => {
      const done = args.at(-1)
      if (typeof done !== 'function') return toPlain(call(...args))
      return call(...args.slice(0, -1), (/** @type {unknown} */ error, /** @type {unknown} */ path) =>
        done(error, toPlain(path)),
      )
    }
  Object.assign(fs, { [name]: Object.assign(wrapped(original), { native: wrapped(original.native) }) })
}

wrap('realpathSync')
wrap('realpath')

const { realpath } = fs.promises
Object.assign(fs.promises, {
  /** @param {Parameters<typeof realpath>} args */
  realpath: async (...args) => toPlain(await realpath(...args)),
})

const cwd = process.cwd
process.cwd = () => String(toPlain(cwd()))

syncBuiltinESMExports()
register('./plain-path-hooks.mjs', import.meta.url, {
  data: { real: pathToFileURL(real).href, plain: pathToFileURL(plain).href },
})
