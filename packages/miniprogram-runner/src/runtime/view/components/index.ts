import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import { BUILT_IN_COMPONENTS } from '../../../format/index'
import { createButton, type AskOpenType } from './button'
import { domOf, withCommonProperties, type BuiltInDefinition, type BuiltInInstance } from './definition'
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
    value: null,
    checked: Boolean,
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

const FIT: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover', center: 'none' }

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/image.html */
function createImage(): BuiltInDefinition {
  return withCommonProperties({
    properties: {
      src: String,
      mode: { type: String, value: 'scaleToFill' },
    },
    observers: { 'src, mode': draw },
    lifetimes: {
      attached() {
        domOf(this).append(createPicture(this))
        draw.call(this)
      },
    },
  })
}

function createPicture(component: BuiltInInstance): HTMLImageElement {
  const picture = document.createElement('img')
  picture.addEventListener('load', () => {
    component._$.triggerEvent('load', { width: picture.naturalWidth, height: picture.naturalHeight }, {})
  })
  picture.addEventListener('error', () => {
    component._$.triggerEvent('error', { errMsg: `GET ${picture.src} failed` }, {})
  })
  return picture
}

function draw(this: BuiltInInstance): void {
  const picture = (this._$.$$ as HTMLElement | null)?.querySelector('img')
  if (picture === null || picture === undefined) return
  const { src, mode } = this.data as { src: string; mode: string }
  const height = mode === 'widthFix' ? 'auto' : '100%'
  picture.setAttribute(
    'style',
    `display:block;position:static;opacity:1;width:100%;height:${height};object-fit:${FIT[mode] ?? 'fill'}`,
  )
  if (mode === 'widthFix') domOf(this).style.height = 'auto'
  if (src !== '') picture.setAttribute('src', src)
}
