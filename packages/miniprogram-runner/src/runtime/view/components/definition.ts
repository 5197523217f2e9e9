import type { Element } from 'glass-easel'

/** A built-in component's own instance. */
export interface BuiltInInstance {
  _$: Element
  data: Record<string, unknown>
  setData: (data: Record<string, unknown>) => void
}

type PropertyType = typeof String | typeof Boolean | typeof Number | null
export type PropertyDefinition = PropertyType | { type: PropertyType; value: unknown }

/** What glass-easel takes as the definition of a component. */
export interface BuiltInDefinition {
  properties: Record<string, PropertyDefinition>
  observers?: Record<string, (this: BuiltInInstance, ...values: never[]) => void>
  lifetimes?: Partial<Record<'created' | 'attached' | 'ready', (this: BuiltInInstance) => void>>
}

/** A listener's target is a component's instance, or an element that is no component. */
export function elementOf(target: Element & { _$?: Element }): Element {
  return target._$ ?? target
}

export function domOf({ _$ }: BuiltInInstance): HTMLElement {
  return _$.$$ as unknown as HTMLElement
}
