import type { EventDetail } from '../host/phone'
import { draw, waitForTap } from './drawing'

export interface ConsentSheetOptions {
  appName: string
  /** As the sheet shows it: masked. */
  phoneNumber: string
  /** The `errMsg` of a refusal, which phones spell in several ways. */
  denial: string
  /** Asked when the sheet opens: the five minutes of a code run from the tap on the button. */
  phoneCode: () => Promise<string>
}

/** WeChat's own half-sheet for `open-type="getPhoneNumber"`. */
export async function askForPhoneNumber(openType: string, options: ConsentSheetOptions): Promise<EventDetail> {
  const code = options.phoneCode()
  const sheet = drawSheet(options)
  const tapped = await waitForTap(['wx-allow', 'wx-deny'].map((id) => find(sheet, id)))
  sheet.remove()
  return tapped === 'wx-allow' ? { code: await code, errMsg: `${openType}:ok` } : { errMsg: options.denial }
}

function drawSheet({ appName, phoneNumber }: ConsentSheetOptions): HTMLElement {
  const sheet = draw(document.body, 'wx-sheet')
  const box = draw(sheet, 'wx-sheet-box')
  draw(box, 'wx-sheet-app', `${appName} 申请`)
  draw(box, 'wx-sheet-purpose', '获取并验证你的手机号')
  const number = draw(box, 'wx-sheet-number', phoneNumber)
  draw(number, 'wx-sheet-hint', '微信绑定号码')
  const buttons = draw(box, 'wx-sheet-buttons')
  draw(buttons, 'wx-deny', '不允许')
  draw(buttons, 'wx-allow', '允许')
  return sheet
}

function find(parent: HTMLElement, id: string): HTMLElement {
  const element = parent.querySelector<HTMLElement>(`#${id}`)
  if (element === null) throw new Error(`no #${id}`)
  return element
}
