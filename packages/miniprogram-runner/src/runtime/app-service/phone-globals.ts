/**
 * The names that code may use on every phone. `Intl` is missing on Android, `globalThis` on older iPhones.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 * @see https://github.com/wechat-miniprogram/glass-easel/issues/270
 */
const ON_EVERY_PHONE = new Set([
  ...[
    'Object',
    'Function',
    'Array',
    'Number',
    'Boolean',
    'String',
    'Symbol',
    'BigInt',
    'Math',
    'Date',
    'RegExp',
    'JSON',
  ],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['Promise', 'Proxy', 'Reflect', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'DataView'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['undefined', 'NaN', 'Infinity', 'isNaN', 'isFinite', 'parseInt', 'parseFloat', 'escape', 'unescape'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
])

// WeChat wraps each module in a function that has these as parameters it never passes (seen in unpacked packages)
const SHADOWED_BY_WECHAT = new Set([
  ...['window', 'document', 'frames', 'self', 'location', 'navigator', 'localStorage', 'history', 'Caches', 'screen'],
  ...[
    'alert',
    'confirm',
    'prompt',
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'webkit',
    'WeixinJSCore',
    'Reporter',
    'print',
  ],
])

/** Whether a global of Node or the browser has to look undefined to the mini program's modules. */
export function isHiddenOnPhones(name: string): boolean {
  if (SHADOWED_BY_WECHAT.has(name)) return true
  return name in globalThis && !ON_EVERY_PHONE.has(name)
}
