import type { Element } from 'glass-easel'
import { toText } from '../../host/index'

/** Instance of a built-in component. */
export interface BuiltInInstance {
  readonly _$: Element
  readonly data: Record<string, unknown>
  readonly setData: (data: Record<string, unknown>) => void
}

type PropertyType = typeof String | typeof Boolean | typeof Number | null
type PropertyDefinition = PropertyType | { readonly type: PropertyType; readonly value: unknown }

/** Definition of a component, as glass-easel takes it. */
export interface BuiltInDefinition {
  readonly properties: Record<string, PropertyDefinition>
  readonly observers?: Record<string, (this: BuiltInInstance, ...values: never[]) => void>
  readonly lifetimes?: Partial<Record<'created' | 'attached' | 'ready', (this: BuiltInInstance) => void>>
}

/** Returns the element of a listener's target, which is a component's instance or an element without one. */
export function elementOf(target: Element & { _$?: Element }): Element {
  return target._$ ?? target
}

export function domOf({ _$ }: BuiltInInstance): HTMLElement {
  return _$.$$ as unknown as HTMLElement
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html */
const ARIA = 'Label Checked Disabled Hidden Live Busy Expanded Selected Describedby Labelledby Modal'.split(' ')

const COMMON_PROPERTIES: Record<string, PropertyDefinition> = {
  hidden: Boolean,
  hoverClass: String,
  ariaRole: String,
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, null])),
}

const COMMON_ATTRIBUTES = {
  hidden: 'hidden',
  ariaRole: 'role',
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, `aria-${name.toLowerCase()}`])),
}

/** Adds the properties that all components have, and writes the named ones as attributes of the element. */
export function withCommonProperties(definition: BuiltInDefinition, reflected: string[] = []): BuiltInDefinition {
  const attributes = { ...COMMON_ATTRIBUTES, ...Object.fromEntries(reflected.map((name) => [name, toKebabCase(name)])) }
  return {
    ...definition,
    properties: { ...COMMON_PROPERTIES, ...definition.properties },
    observers: { ...reflect(attributes), ...definition.observers },
  }
}

function reflect(attributes: Record<string, string>): BuiltInDefinition['observers'] {
  const observers = Object.entries(attributes).map(([property, attribute]) => [
    property,
    function (this: BuiltInInstance, value: unknown) {
      writeAttribute(this, attribute, value)
    },
  ])
  return Object.fromEntries(observers) as BuiltInDefinition['observers']
}

function writeAttribute({ _$ }: BuiltInInstance, name: string, value: unknown): void {
  const dom = _$.$$ as HTMLElement | null
  if (dom === null) return
  if (value === undefined || value === null || value === '' || (value === false && !name.startsWith('aria-'))) {
    dom.removeAttribute(name)
  } else {
    dom.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : toText(value))
  }
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
