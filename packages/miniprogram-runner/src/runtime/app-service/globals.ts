import type { FunctionMode } from '../host/index'

/**
 * Names that code may use on every phone. `Intl` is missing on Android, `globalThis` on older iPhones.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 * @see https://github.com/wechat-miniprogram/glass-easel/issues/270
 */
const ON_EVERY_PHONE = words(`
  Object Function Array Number Boolean String Symbol BigInt Math Date RegExp JSON Promise Proxy Reflect Map Set WeakMap
  WeakSet ArrayBuffer DataView Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array
  BigInt64Array BigUint64Array undefined NaN Infinity isNaN isFinite parseInt parseFloat escape unescape encodeURI
  encodeURIComponent decodeURI decodeURIComponent
`)

// WeChat wraps each module in a function with these as parameters, and passes nothing (seen in unpacked packages)
const SHADOWED_BY_WECHAT = words(`
  window document frames self location navigator localStorage history Caches screen alert confirm prompt fetch
  XMLHttpRequest WebSocket webkit WeixinJSCore Reporter print
`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Returns true for a global of Node or the browser that is undefined in the mini program's modules. */
function isHiddenOnPhones(name: string): boolean {
  if (SHADOWED_BY_WECHAT.has(name)) return true
  return name in globalThis && !ON_EVERY_PHONE.has(name)
}

/**
 * Creates the scope of the mini program's modules: `globals`, and those globals of Node or the browser that a phone has.
 * uni-app's runtime assigns to `Page` and `Component`, so what is assigned stays in `globals`.
 */
export function createModuleScope(globals: Record<string, unknown>): object {
  return new Proxy(globals, {
    has: (target, name) => typeof name === 'string' && (name in target || isHiddenOnPhones(name)),
    get: (target, name) => (typeof name === 'string' ? target[name] : undefined),
  })
}

type AnyFunction = (...args: unknown[]) => unknown

/**
 * Creates `Function` and `eval` for the mini program's modules.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */
export function createEvalGuard(mode: FunctionMode, global: () => unknown): Record<string, unknown> {
  if (mode === 'normal') return {}
  const refuse: AnyFunction = () => {
    if (mode === 'throws') throw new EvalError('code generation from strings is disallowed')
    return () => undefined
  }
  return { Function: createFunctionConstructor(refuse, global), eval: refuse }
}

// a function declaration, because it is called with `new`; WeChat allows the source `return this` only
function createFunctionConstructor(refuse: AnyFunction, global: () => unknown): AnyFunction {
  function GuardedFunction(...args: unknown[]): unknown {
    return args.length === 1 && args[0] === 'return this' ? global : refuse(...args)
  }
  Object.defineProperty(GuardedFunction, 'name', { value: 'Function' })
  GuardedFunction.prototype = Function.prototype
  return GuardedFunction
}
