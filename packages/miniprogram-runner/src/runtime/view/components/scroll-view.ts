import { withCommonProperties, domOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
export function createScrollView(): BuiltInDefinition {
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
