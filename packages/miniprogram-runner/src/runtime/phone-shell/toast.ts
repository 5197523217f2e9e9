import type { UiRecord } from '../host/records'
import { draw } from './drawing'

// documented default of wx.showToast
const DURATION_MS = 1500

/** Draws what `showToast` and `showLoading` show, and takes it away again. */
export function createToast(): (record: UiRecord) => void {
  let shown: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown?.remove()
  }

  function show(title: unknown, durationMs?: number): void {
    hide()
    shown = draw(document.body, 'wx-toast', String(title))
    if (durationMs !== undefined) timer = setTimeout(hide, durationMs)
  }

  return ({ api, options }) => {
    if (api === 'showToast') show(options['title'], Number(options['duration'] ?? DURATION_MS))
    else if (api === 'showLoading') show(options['title'])
    else if (api === 'hideToast' || api === 'hideLoading') hide()
  }
}
