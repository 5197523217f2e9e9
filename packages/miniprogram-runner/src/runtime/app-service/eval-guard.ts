import type { FunctionMode } from '../host/options'

type AnyFunction = (...args: unknown[]) => unknown

/**
 * `Function` and `eval` for the mini program's modules.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */
export function createStringCode(mode: FunctionMode, global: () => unknown): Record<string, unknown> {
  if (mode === 'normal') return {}
  const refuse: AnyFunction = () => {
    if (mode === 'throws') throw new EvalError('code generation from strings is disallowed')
    return () => undefined
  }
  return { Function: createFunctionConstructor(refuse, global), eval: refuse }
}

// a function declaration, because it is called with `new`; `return this` is the one source WeChat allows
function createFunctionConstructor(refuse: AnyFunction, global: () => unknown): AnyFunction {
  function GuardedFunction(...args: unknown[]): unknown {
    return args.length === 1 && args[0] === 'return this' ? global : refuse(...args)
  }
  Object.defineProperty(GuardedFunction, 'name', { value: 'Function' })
  GuardedFunction.prototype = Function.prototype
  return GuardedFunction
}
