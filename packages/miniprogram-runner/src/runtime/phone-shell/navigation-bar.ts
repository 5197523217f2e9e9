import type { PageAppearance } from '../host/phone'
import type { UiRecord } from '../host/records'
import { draw } from './drawing'

export interface NavigationBar {
  showPage: (appearance: PageAppearance) => void
  showUi: (record: UiRecord) => void
}

/** The status bar, the title with its back button, and WeChat's capsule. */
export function createNavigationBar(onBack: () => void): NavigationBar {
  draw(document.body, 'wx-status', '9:41')
  const bar = draw(document.body, 'wx-bar')
  const back = draw(bar, 'wx-back', '‹')
  const title = draw(bar, 'wx-title')
  draw(document.body, 'wx-capsule', '•••｜◉')
  back.addEventListener('click', onBack)

  function colour(background: string, textStyle: string): void {
    const isDark = textStyle === 'white' || textStyle === '#ffffff'
    bar.style.background = background
    document.body.toggleAttribute('data-dark-bar', isDark)
    for (const id of ['wx-bar', 'wx-status']) setColour(id, isDark ? '#fff' : '#000')
  }

  return {
    showPage(appearance) {
      title.textContent = appearance.title
      back.hidden = appearance.isFirst
      document.documentElement.toggleAttribute('data-custom-navigation', appearance.isCustomNavigation)
      colour(appearance.background, appearance.textStyle)
    },
    showUi({ api, options }) {
      if (api === 'setNavigationBarTitle') title.textContent = String(options['title'])
      if (api === 'setNavigationBarColor') colour(String(options['backgroundColor']), String(options['frontColor']))
    },
  }
}

function setColour(id: string, colour: string): void {
  const element = document.getElementById(id)
  if (element !== null) element.style.color = colour
}
