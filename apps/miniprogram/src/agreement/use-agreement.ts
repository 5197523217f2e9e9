import { onLoad } from '@dcloudio/uni-app'
import { setTitle } from '../navigation'
import { readLanguage } from '../phone-number'
import type { Agreement, AgreementText } from './agreement-text'

/** Returns the document in the system's language, and sets the page's title. */
export function useAgreement(agreement: Agreement): AgreementText {
  const text = agreement[readLanguage()]
  onLoad(() => {
    setTitle(text.title)
  })
  return text
}
