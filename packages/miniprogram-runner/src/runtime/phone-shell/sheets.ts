import type { EventDetail, ModalAnswer, ModalOptions } from '../host/index'

export interface ConsentSheetOptions {
  readonly appName: string
  /** Masked, as the sheet shows it. */
  readonly phoneNumber: string
  /** `errMsg` of a refusal, which phones spell in several ways. */
  readonly denial: string
  /** Called when the sheet opens: the five minutes of a code start with the tap on the button. */
  readonly phoneCode: () => Promise<string>
}

/** Shows WeChat's own half-sheet for `open-type="getPhoneNumber"`. */
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

/** Shows the dialog of `wx.showModal`. */
export async function askInModal({
  title = '',
  content = '',
  showCancel = true,
  cancelText = '取消',
  confirmText = '确定',
}: ModalOptions): Promise<ModalAnswer> {
  const modal = draw(document.body, 'wx-modal')
  const box = draw(modal, 'wx-modal-box')
  draw(box, 'wx-modal-title', title)
  draw(box, 'wx-modal-content', content)
  const row = draw(box, 'wx-modal-buttons')
  const cancel = showCancel ? [draw(row, 'wx-modal-cancel', cancelText)] : []
  const confirm = draw(row, 'wx-modal-confirm', confirmText)
  const tapped = await waitForTap([...cancel, confirm])
  modal.remove()
  return { confirm: tapped === confirm.id }
}

/** Adds an element of the phone around the mini program. */
export function draw(parent: Element, id: string, text = ''): HTMLElement {
  const element = document.createElement('div')
  element.id = id
  element.textContent = text
  parent.append(element)
  return element
}

/** Resolves to the id of the element that is tapped first. */
function waitForTap(elements: readonly HTMLElement[]): Promise<string> {
  return new Promise((resolve) => {
    for (const element of elements) {
      element.addEventListener('click', () => {
        resolve(element.id)
      })
    }
  })
}
