import { parse, type Node } from 'acorn'
import type { Diagnostic } from '../format/index'

/** One WXS module, made ready for a JavaScript engine. */
export interface WxsModule {
  readonly source: string
  /** Arguments of `require`. */
  readonly requests: readonly string[]
  readonly error?: Pick<Diagnostic, 'message' | 'line' | 'column'>
}

/** Function of `WXS_RUNTIME` that replaces the property `constructor`. */
const CONSTRUCTOR_OF = '__wxsConstructorOf'

/**
 * Code that runs before the modules. It wraps the template compiler's own loader `D`, which knows no file extensions and
 * is left out of a program without modules:
 * a module that is missing or throws is reported and leaves the rest running. `reportWxsError` comes from the runtime.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/
 */
export const WXS_RUNTIME = `
var getRegExp = (pattern, flags) => new RegExp(pattern, flags);
var getDate = (...args) => new Date(...args);
var ${CONSTRUCTOR_OF} = (value) => {
  if (value === null || value === undefined) return value.constructor;
  return Object.prototype.toString.call(value).slice(8, -1);
};
if (typeof D === 'function') D = ((define) => {
  const attempt = (run, fallback) => {
    try { return run() } catch (error) { reportWxsError(error); return fallback }
  };
  return (file, load) => define(file, (require, exports, module) => {
    const find = (request) => attempt(() => require(request.replace(/\\.wxs$/, '')), {});
    attempt(() => load(find, exports, module));
  });
})(D);
`

/**
 * Reads a WXS module. The property `constructor` is replaced, because in WXS it is the name of the type as a string; a
 * module with a syntax error becomes an empty one.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html
 */
export function compileWxs(source: string): WxsModule {
  const requests: string[] = []
  const edits: Edit[] = []
  try {
    visit(parse(source, { ecmaVersion: 'latest', preserveParens: true }), (node) => {
      if (isRequire(node)) requests.push(node.arguments[0].value)
      if (isConstructor(node)) edits.push(...replaceConstructor(node))
    })
  } catch (error) {
    return { source: '', requests, error: describeError(error) }
  }
  return { source: applyEdits(source, edits), requests }
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

interface RequireCall extends Node {
  readonly arguments: readonly [{ readonly value: string }]
}

interface Member extends Node {
  readonly object: Node
}

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, enter)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

type Fields = Partial<Record<'callee' | 'property', { readonly name?: string }>> & {
  readonly arguments?: readonly { readonly value?: unknown }[]
  readonly computed?: boolean
}

function isRequire(node: Node): node is RequireCall {
  const { callee, arguments: args } = node as Fields
  return node.type === 'CallExpression' && callee?.name === 'require' && typeof args?.[0]?.value === 'string'
}

function isConstructor(node: Node): node is Member {
  const { property, computed } = node as Fields
  return node.type === 'MemberExpression' && computed === false && property?.name === 'constructor'
}

function replaceConstructor({ start, end, object }: Member): Edit[] {
  return [
    { start, end: start, text: `${CONSTRUCTOR_OF}(` },
    { start: object.end, end, text: ')' },
  ]
}

function applyEdits(source: string, edits: readonly Edit[]): string {
  const fromTheEnd = [...edits].sort((a, b) => b.start - a.start || b.end - a.end)
  return fromTheEnd.reduce(
    (text, { start, end, text: added }) => text.slice(0, start) + added + text.slice(end),
    source,
  )
}

function describeError(error: unknown): WxsModule['error'] {
  const { loc, message } = error as SyntaxError & { readonly loc?: { readonly line: number; readonly column: number } }
  return { message, line: loc?.line, column: loc === undefined ? undefined : loc.column + 1 }
}
