import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import { BUILT_IN_COMPONENTS } from '../../../format/index'
import { createButton, type AskOpenType } from './button'
import { domOf, withCommonProperties, type BuiltInDefinition, type BuiltInInstance } from './definition'
import { createImage } from './image'
import { createTextField } from './text-field'

export { elementOf } from './definition'
export type { AskOpenType } from './button'

export interface BuiltInOptions {
  readonly ask: AskOpenType
  readonly detailNesting: boolean
}

// keeps them apart from the paths of the mini program's own components
const PREFIX = 'wx:'

export function isBuiltIn(path: string): boolean {
  return path.startsWith(PREFIX)
}

export function tagOfBuiltIn(path: string): string {
  return path.slice(PREFIX.length)
}

/** Registers all built-in components. Those without a definition of their own only hold their children. */
export function registerBuiltIns(space: CodeSpace, options: BuiltInOptions): void {
  const definitions = createDefinitions(options)
  for (const tag of BUILT_IN_COMPONENTS) registerBuiltIn(space, tag, definitions[tag] ?? SHELL)
}

const SHELL = withCommonProperties({
  properties: {
    type: String,
    size: null,
    color: String,
    nodes: null,
    value: null,
    range: null,
    mode: String,
    src: String,
    disabled: Boolean,
  },
})

function createDefinitions({ ask, detailNesting }: BuiltInOptions): Partial<Record<string, BuiltInDefinition>> {
  return {
    button: createButton(ask, detailNesting),
    input: createTextField('input'),
    textarea: createTextField('textarea'),
    image: createImage(),
    'scroll-view': createScrollView(),
    text: withCommonProperties({
      properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean },
    }),
  }
}

function registerBuiltIn(space: CodeSpace, tag: string, definition: BuiltInDefinition): void {
  const path = PREFIX + tag
  space.addComponentStaticConfig(path, { component: true, styleIsolation: 'shared' as never, usingComponents: {} })
  space.component(path).definition(definition).register()
  const components = space.getComponentSpace()
  components.setGlobalUsingComponent(tag, components.getComponentByUrl(path, ''))
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
function createScrollView(): BuiltInDefinition {
  return withCommonProperties({
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      scrollTop: null,
      scrollLeft: null,
      scrollIntoView: String,
      scrollWithAnimation: Boolean,
      upperThreshold: null,
      lowerThreshold: null,
      enhanced: Boolean,
      showScrollbar: Boolean,
      refresherEnabled: Boolean,
      refresherTriggered: Boolean,
    },
    observers: { 'scrollX, scrollY': letScroll },
    lifetimes: { attached: letScroll },
  })
}

function letScroll(this: BuiltInInstance): void {
  if (this._$.$$ === null) return
  const { style } = domOf(this)
  style.overflowX = this.data['scrollX'] === true ? 'auto' : 'hidden'
  style.overflowY = this.data['scrollY'] === true ? 'auto' : 'hidden'
}
