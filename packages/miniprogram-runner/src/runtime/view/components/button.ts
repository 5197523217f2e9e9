import { Element } from 'glass-easel'
import type { ButtonInfo, EventDetail } from '../../host/index'
import { withCommonProperties, domOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

/** Asks WeChat's native side and sends the detail that it answers. Resolves to false when there is no answer. */
export type AskOpenType = (
  openType: string,
  button: ButtonInfo,
  send: (detail: EventDetail) => void,
) => Promise<boolean>

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export function createButton(ask: AskOpenType, detailNesting: boolean): BuiltInDefinition {
  return withCommonProperties({ properties: PROPERTIES, lifetimes: { created: listen } }, REFLECTED)

  function listen(this: BuiltInInstance): void {
    // unverified: a disabled button is assumed to stop the tap before any listener sees it
    this._$.addListener('tap', () => this.data['disabled'] !== true, { capture: true })
    this._$.addListener('tap', () => {
      if (this.data['openType'] !== '') void askFor(this)
    })
  }

  async function askFor(button: BuiltInInstance): Promise<void> {
    for (const openType of openTypes(button)) {
      const isAnswered = await ask(openType, describeButton(button), (detail) => {
        send(button, openType, detail)
      })
      if (!isAnswered) return
    }
  }

  // the event of a button that is gone is lost
  function send(button: BuiltInInstance, openType: string, detail: EventDetail): void {
    if (!Element.isAttached(button._$)) return
    button._$.triggerEvent(openType.toLowerCase(), detailNesting ? { detail } : detail, {})
  }
}

const PROPERTIES = {
  type: { type: String, value: 'default' },
  size: { type: String, value: 'default' },
  plain: Boolean,
  disabled: Boolean,
  loading: Boolean,
  formType: String,
  openType: String,
  phoneNumberNoQuotaToast: { type: Boolean, value: true },
}

const REFLECTED = ['type', 'size', 'plain', 'disabled', 'loading', 'openType']

// unverified: a coupled button sends both events, the one about privacy first
function openTypes({ data }: BuiltInInstance): string[] {
  const types = String(data['openType']).split('|')
  return types.sort((a, b) => Number(b === 'agreePrivacyAuthorization') - Number(a === 'agreePrivacyAuthorization'))
}

function describeButton(button: BuiltInInstance): ButtonInfo {
  const { id, class: className, dataset } = button._$
  const text = domOf(button).textContent.trim()
  return { id, className, text, dataset: { ...dataset }, properties: { ...button.data } }
}
