import { isHiddenOnPhones } from './phone-globals'

/**
 * The names a module sees: those of `globals`, and of the machine only what a phone has too. uni-app's runtime assigns
 * to `Page` and `Component`, so what is written stays in `globals`.
 */
export function createModuleScope(globals: Record<string, unknown>): object {
  return new Proxy(globals, {
    has: (target, name) => typeof name === 'string' && (name in target || isHiddenOnPhones(name)),
    get: (target, name) => (typeof name === 'string' ? target[name] : undefined),
  })
}
