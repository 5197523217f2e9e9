import { toText } from '../text'
import { withCommonProperties } from './attributes'
import { domOf, elementOf, instanceOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

const CONTROLS = 'wx-button, wx-checkbox, wx-radio, wx-switch, wx-input'

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/label.html */
export function createLabel(): BuiltInDefinition {
  return withCommonProperties({
    properties: { for: String },
    lifetimes: {
      created() {
        this._$.addListener('tap', (event) => {
          const tapped = elementOf(event.target).$$ as unknown as HTMLElement
          const control = findControl(this)
          if (control === undefined || domOf(control).contains(tapped) || tapped.closest(CONTROLS) !== null) return
          control._$.triggerEvent('tap', {}, {})
        })
      },
    },
  })
}

function findControl(label: BuiltInInstance): BuiltInInstance | undefined {
  const id = toText(label.data['for'])
  const dom = id === '' ? domOf(label).querySelector(CONTROLS) : document.getElementById(id)
  return dom === null ? undefined : instanceOf(dom)
}
