/** Declares only what this app uses of the built-in components: with strictTemplates a misspelt prop or event is an error. */
import type { DefineComponent, StyleValue } from 'vue'
import type { PhoneNumberEvent } from './phone-number'

interface Common {
  id?: string
  class?: unknown
  style?: StyleValue
  'aria-role'?: 'alert' | 'button' | 'checkbox' | 'dialog' | 'heading' | 'link' | 'status' | undefined
  hoverClass?: string
  'aria-level'?: '2'
  'aria-label'?: string | undefined
  'aria-checked'?: boolean
  'aria-modal'?: boolean
  onClick?: () => void
}

interface ButtonProps extends Common {
  disabled?: boolean
  loading?: boolean
  openType?: 'getPhoneNumber' | 'getRealtimePhoneNumber'
  phoneNumberNoQuotaToast?: boolean
  onGetphonenumber?: (event: PhoneNumberEvent) => void
  onGetrealtimephonenumber?: (event: PhoneNumberEvent) => void
}

interface InputProps extends Common {
  type?: 'text' | 'number'
  maxlength?: number
  placeholder?: string
  onInput?: (event: { detail: { value: string } }) => void
}

declare module 'vue' {
  interface GlobalComponents {
    view: DefineComponent<Common>
    text: DefineComponent<Common>
    button: DefineComponent<ButtonProps>
    input: DefineComponent<InputProps>
  }
}
