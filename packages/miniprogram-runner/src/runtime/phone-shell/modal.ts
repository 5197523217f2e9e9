import type { ModalAnswer, ModalOptions } from '../host/phone'
import { draw, waitForTap } from './drawing'

/** The window of `wx.showModal`. */
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
