import { PAGE_HEIGHT_UNIT } from '../../format/index'

// in CSS pixels, of a phone with a notch
const STATUS_BAR_HEIGHT = 44
const NAVIGATION_BAR_HEIGHT = 44

const BAR_HEIGHT = STATUS_BAR_HEIGHT + NAVIGATION_BAR_HEIGHT

export const SHELL_STYLES = `
  :root { --wx-bar-height: ${BAR_HEIGHT}px; ${PAGE_HEIGHT_UNIT}: calc((100vh - var(--wx-bar-height)) / 100); --wx-surface: #fff; --wx-ink: #000; --wx-faint: #737373; --wx-quiet: #f2f2f2; --wx-line: rgba(0, 0, 0, .1) }
  @media (prefers-color-scheme: dark) {
    :root { --wx-surface: #2c2c2c; --wx-ink: #fff; --wx-faint: #a3a3a3; --wx-quiet: #3d3d3d; --wx-line: rgba(255, 255, 255, .1) }
  }
  :root[data-custom-navigation] { --wx-bar-height: 0px }
  /* the transform makes this element, not the window, the reference of position: fixed */
  #wx-screen { position: fixed; inset: var(--wx-bar-height) 0 0; overflow: hidden; transform: translate(0) }
  #wx-pages { height: 100%; overflow: hidden auto }
  #wx-status { position: fixed; inset: 0 0 auto; z-index: 11; height: ${STATUS_BAR_HEIGHT}px; padding: 14px 30px; box-sizing: border-box; font-size: 15px; font-weight: 600; line-height: 18px; pointer-events: none }
  #wx-bar { position: fixed; inset: 0 0 auto; z-index: 10; height: ${BAR_HEIGHT}px }
  #wx-title { position: absolute; inset: ${STATUS_BAR_HEIGHT}px 90px 0; line-height: ${NAVIGATION_BAR_HEIGHT}px; text-align: center; font-size: 17px; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
  #wx-back { position: absolute; left: 0; top: ${STATUS_BAR_HEIGHT}px; width: 44px; line-height: 40px; text-align: center; font-size: 32px }
  #wx-capsule { position: fixed; z-index: 12; right: 7px; top: 48px; width: 87px; height: 32px; box-sizing: border-box; border: .5px solid rgba(128, 128, 128, .4); border-radius: 16px; background: rgba(255, 255, 255, .6); color: #000; font-size: 17px; line-height: 30px; text-align: center; letter-spacing: 2px }
  [data-dark-bar] #wx-capsule { background: rgba(0, 0, 0, .2); color: #fff }
  [data-custom-navigation] #wx-bar { display: none }
  #wx-sheet, #wx-modal { position: fixed; inset: 0; z-index: 20; background: rgba(0, 0, 0, .5); color: var(--wx-ink) }
  #wx-sheet-box { position: absolute; inset: auto 0 0; background: var(--wx-surface); border-radius: 12px 12px 0 0; padding: 24px 24px 40px }
  #wx-sheet-app { font-size: 15px }
  #wx-sheet-purpose { margin-top: 20px; font-size: 17px; font-weight: 600 }
  #wx-sheet-number { margin: 24px 0 32px; padding: 16px 0; border: solid var(--wx-line); border-width: .5px 0; font-size: 17px }
  #wx-sheet-hint { margin-top: 4px; font-size: 14px; color: var(--wx-faint) }
  #wx-sheet-buttons { display: flex; justify-content: center; gap: 16px }
  #wx-allow, #wx-deny { width: 120px; line-height: 40px; border-radius: 4px; text-align: center; font-size: 17px; font-weight: 600 }
  #wx-allow { background: #07c160; color: #fff }
  #wx-deny { background: var(--wx-quiet); color: #07c160 }
  #wx-modal-box { position: absolute; left: 8%; right: 8%; top: 50%; transform: translateY(-50%); background: var(--wx-surface); border-radius: 12px; overflow: hidden; text-align: center }
  #wx-modal-title { padding: 32px 24px 0; font-size: 17px; font-weight: 600 }
  #wx-modal-content { padding: 16px 24px 32px; font-size: 17px; color: var(--wx-faint); white-space: pre-line }
  #wx-modal-buttons { display: flex; border-top: .5px solid var(--wx-line); line-height: 56px; font-size: 17px; font-weight: 600 }
  #wx-modal-buttons > * { flex: 1 }
  #wx-modal-confirm { color: #576b95 }
  #wx-toast { position: fixed; z-index: 30; left: 50%; top: 40%; transform: translate(-50%, -50%); max-width: 60%; padding: 16px 24px; border-radius: 12px; background: #4c4c4c; color: #fff; font-size: 15px; text-align: center }
`
