import { withCommonProperties, domOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

const FIT: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover', center: 'none' }

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/image.html */
export function createImage(): BuiltInDefinition {
  return withCommonProperties({
    properties: {
      src: String,
      mode: { type: String, value: 'scaleToFill' },
      lazyLoad: Boolean,
      webp: Boolean,
      showMenuByLongpress: Boolean,
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
