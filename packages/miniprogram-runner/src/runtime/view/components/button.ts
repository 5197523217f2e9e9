import { Element } from 'glass-easel'
import type { ButtonInfo, EventDetail } from '../../host/phone'
import { withCommonProperties } from './attributes'
import { domOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

/** Asks WeChat's native side; resolves to undefined when there is no answer. */
export type AskOpenType = (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export function createButton(ask: AskOpenType, detailNesting: boolean): BuiltInDefinition {
  return withCommonProperties({ properties: PROPERTIES, lifetimes: { created: listen } }, REFLECTED)

  function listen(this: BuiltInInstance): void {
    // unverified: a disabled button is taken to swallow the tap before any listener sees it
    this._$.addListener('tap', () => this.data['disabled'] !== true, { capture: true })
    this._$.addListener('tap', () => {
      if (this.data['openType'] !== '') void deliver(this)
    })
  }

  async function deliver(button: BuiltInInstance): Promise<void> {
    for (const openType of openTypes(button)) {
      const detail = await ask(openType, describeButton(button))
      if (detail === undefined || !Element.isAttached(button._$)) return
      button._$.triggerEvent(eventName(openType), detailNesting ? { detail } : detail, {})
    }
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
  lang: String,
  sessionFrom: String,
  sendMessageTitle: String,
  appParameter: String,
  phoneNumberNoQuotaToast: { type: Boolean, value: true },
}

const REFLECTED = ['type', 'size', 'plain', 'disabled', 'loading', 'openType']

// unverified: of a coupled button both events are delivered, the privacy one first
function openTypes({ data }: BuiltInInstance): string[] {
  const types = String(data['openType']).split('|')
  return types.sort((a, b) => Number(b === 'agreePrivacyAuthorization') - Number(a === 'agreePrivacyAuthorization'))
}

function eventName(openType: string): string {
  return openType.toLowerCase()
}

function describeButton(button: BuiltInInstance): ButtonInfo {
  const { id, class: className, dataset } = button._$
  const text = domOf(button).textContent.trim()
  return { id, className, text, dataset: { ...dataset }, properties: { ...button.data } }
}
