import { onLoad } from '@dcloudio/uni-app'
import { readLanguage } from '../texts/language'
import type { Agreement, AgreementText } from './agreement-text'

/** The document in the system's language; its title stands above the page. */
export function useAgreement(agreement: Agreement): AgreementText {
  const text = agreement[readLanguage()]
  onLoad(() => {
    void uni.setNavigationBarTitle({ title: text.title })
  })
  return text
}
