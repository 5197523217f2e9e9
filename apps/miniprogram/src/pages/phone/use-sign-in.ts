import { onHide, onLoad, onShow, onUnload } from '@dcloudio/uni-app'
import { computed, ref, shallowRef } from 'vue'
import { type AccountState, useAccount } from '../../account'
import { leavePage, setTitle } from '../../navigation'
import { type ApiError, type AuthorizationState, canRetry, usePhoneAuthorization } from '../../phone-number'
import { useMessages } from '../../texts/messages'
import { useVisibleAccount } from '../../visible-account'

/**
 * The act that the page offers: nothing, a wait for the silent sign-in, a sign-in with a login code, WeChat's phone
 * button, or the way on from a result.
 */
type View = 'none' | 'checking' | 'quick' | 'phone' | 'result'

/** State of the sign-in page: what it shows, and what the taps do. */
export function useSignIn() {
  const { state, prepare, pause, authorize, retry, reset } = usePhoneAuthorization()
  const account = useAccount()
  const { user, hold, release } = useVisibleAccount(account, leaveSignedIn)
  const { home, phone: texts } = useMessages()

  /** The user is signed in and came for another number. */
  const wantsChange = ref(false)
  /** Another page sent the user here, and gets them back. */
  let isRequired = false
  const isSigningIn = ref(false)
  const quickError = shallowRef<ApiError>()

  const isChange = computed(() => wantsChange.value && user.value.status !== 'guest')
  const busy = computed(() => state.value.step === 'exchanging')

  const view = computed((): View => {
    const { step } = state.value
    if (step === 'done') return 'result'
    if (step === 'not_configured' || !hasButton()) return 'none'
    if (busy.value) return 'phone'
    if (user.value.status === 'guest') return user.value.isSignedOut || quickError.value ? 'quick' : 'phone'
    if (isChange.value) return 'phone'
    return user.value.status === 'unknown' ? 'checking' : 'result'
  })

  const result = computed(() => {
    const isSignedIn = user.value.status === 'signed_in'
    const title = isChange.value ? texts.changed : isSignedIn ? texts.signedIn : texts.confirmed
    if (state.value.step === 'done') return { title, number: state.value.phone.maskedNumber, ...state.value.phone }
    const { countryCode, endsIn } = ('account' in user.value && user.value.account) || {}
    return { title, number: endsIn && `****${endsIn}`, countryCode }
  })

  /** State for `FailureMessage` to explain; undefined if all is well. */
  const problem = computed((): AuthorizationState | undefined => {
    if (quickError.value !== undefined) return toFailedState(quickError.value)
    return 'failure' in state.value || 'waiting' in state.value ? state.value : undefined
  })

  const label = computed(() => {
    if (busy.value || isSigningIn.value) return texts.signingIn
    if (view.value === 'quick') return quickError.value?.retryable ? texts.retry : home.signIn
    if (isChange.value) return texts.change
    return canRetry(state.value) ? texts.signInAgain : texts.signIn
  })

  async function signInQuickly(): Promise<void> {
    if (isSigningIn.value) return
    isSigningIn.value = true
    const error = await account.signIn()
    isSigningIn.value = false
    // the phone button is the next step then, and says so itself
    quickError.value = error?.code === 'phone_number_required' ? undefined : error
  }

  function answer(event: unknown): void {
    void authorize(event, isChange.value)
    release()
  }

  /** WeChat's sheet opens: nothing on the page may change until its event arrives. */
  function ask(): void {
    pause()
    hold()
  }

  /** Leaves once the user is signed in; a tap on the phone button ends with its number on this page. */
  function leaveSignedIn(before: AccountState): void {
    if (before.status === 'signed_in' || user.value.status !== 'signed_in' || (busy.value && !isRequired)) return
    uni.showToast({ title: texts.signedIn, fail: () => undefined })
    leavePage()
  }

  onLoad((query) => {
    wantsChange.value = query?.change !== undefined
    isRequired = query?.from === 'guard'
    if (wantsChange.value) reset()
    setTitle(wantsChange.value ? texts.changeTitle : texts.title)
  })
  onShow(() => {
    prepare()
    account.refresh()
  })
  onHide(pause)
  onUnload(() => {
    pause()
    account.closeSignIn()
  })

  return { state, user, view, result, problem, label, busy, isChange, isSigningIn, signInQuickly, ask, answer, retry }
}

/** A browser cannot ask WeChat for a number. */
function hasButton(): boolean {
  // #ifdef H5
  // #ifndef SANDBOX
  return false
  // #endif
  // #endif
  // #ifdef MP-WEIXIN || SANDBOX
  return true
  // #endif
}

function toFailedState({ code, retryable, detail }: ApiError): AuthorizationState {
  return { step: 'failed', failure: { reason: code, next: retryable ? 'retry' : 'tap', detail }, canRetry: true }
}
