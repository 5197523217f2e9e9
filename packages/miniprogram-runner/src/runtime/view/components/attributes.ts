import { toText } from '../../host/text'
import type { BuiltInDefinition, BuiltInInstance, PropertyDefinition } from './definition'

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html */
const ARIA = [
  'Label',
  'Checked',
  'Disabled',
  'Hidden',
  'Live',
  'Busy',
  'Expanded',
  'Selected',
  'Describedby',
  'Labelledby',
  'Modal',
]

export const COMMON_PROPERTIES: Record<string, PropertyDefinition> = {
  hidden: Boolean,
  hoverClass: String,
  hoverStopPropagation: Boolean,
  hoverStartTime: Number,
  hoverStayTime: Number,
  animation: null,
  ariaRole: String,
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, null])),
}

const COMMON_ATTRIBUTES = {
  hidden: 'hidden',
  ariaRole: 'role',
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, `aria-${name.toLowerCase()}`])),
}

/** Adds what every component has, and writes the named properties as attributes of its element. */
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
