/** Module hooks of plain-path.mjs. @see https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks */

let real = ''
let plain = ''

/** @type {import('node:module').InitializeHook<{ real: string, plain: string }>} */
export function initialize(data) {
  real = data.real
  plain = data.plain
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context)
  return resolved.url.startsWith(`${real}/`) ? { ...resolved, url: plain + resolved.url.slice(real.length) } : resolved
}
