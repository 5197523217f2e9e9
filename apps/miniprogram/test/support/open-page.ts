import { flushPromises, mount } from '@vue/test-utils'
import { expect, onTestFinished, vi } from 'vitest'
import { accountKey, openAccount } from '../../src/account'
import { createHttpClient } from '../../src/phone-number/api/http-client'
import { createPhoneNumberApi } from '../../src/phone-number/api/phone-number-api'
import { createPhoneAuthorization } from '../../src/phone-number/authorization/phone-authorization'
import type { Clock } from '../../src/phone-number/clock'
import { phoneAuthorizationKey } from '../../src/phone-number/use-phone-authorization'
import { createLoginCode } from '../../src/phone-number/wechat/login-code'
import PhonePage from '../../src/pages/phone/phone.vue'
import { startApi } from './api-server'
import { httpRequest } from './http-request'
import { type SessionAnswers, startSessionServer } from './session-server'
import { forgetPages, showPage } from './uni-app'

/** The event of a tap that the user allowed. */
export const ALLOWED = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }

/** Replaces the platform for one test. Requests are real. */
export function stubUni(locale = 'zh-Hans') {
  const storage = new Map<string, string>()
  const uni = {
    getLocale: () => locale,
    request: httpRequest,
    login: vi.fn(({ success }: { success: (result: { code: string }) => void }) => {
      success({ code: 'login' })
    }),
    getAppBaseInfo: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'release' } }),
    getNetworkType: ({ success }: { success: (result: { networkType: string }) => void }) => {
      success({ networkType: 'wifi' })
    },
    setNavigationBarTitle: vi.fn(),
    navigateTo: vi.fn<(options: { url: string }) => void>(),
    opened: () => uni.navigateTo.mock.calls.map(([{ url }]) => url),
    navigateBack: vi.fn(),
    switchTab: vi.fn(),
    reLaunch: vi.fn(),
    showToast: vi.fn(),
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: string) => storage.set(key, value),
    onNetworkStatusChange: vi.fn(),
    offNetworkStatusChange: vi.fn(),
  }
  vi.stubGlobal('uni', uni)
  vi.stubGlobal('getCurrentPages', () => [{}, {}])
  onTestFinished(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
    forgetPages()
  })
  return uni
}

export function soon<T>(find: () => T): Promise<T> {
  return vi.waitFor(find, 10_000)
}

interface Options {
  readonly locale?: string
  readonly configured?: boolean
  readonly clock?: Clock
  /** Answers of a server with accounts to requests about the session. */
  readonly session?: SessionAnswers
  /** Token in the phone's storage. */
  readonly stored?: string
}

/** Opens pages of one app whose API gives these answers; without `session` the server has no accounts. */
export async function setup(answers: Parameters<typeof startApi>, options: Options = {}) {
  const { locale, clock, session, stored, configured } = options
  const uni = stubUni(locale)
  if (stored !== undefined) uni.setStorageSync('session', stored)
  const server = await startApi(...answers)
  const accounts = await startSessionServer(session ?? {})
  const account = openAccount({ baseUrl: accounts.url })
  const authorization = createPhoneAuthorization({
    exchange: createPhoneNumberApi(
      createHttpClient({ baseUrl: server.baseUrl, ...(clock && { clock }) }),
      account.request,
    ),
    loginCode: createLoginCode({ ...(clock && { clock }) }),
    accept: account.accept,
    ...(configured !== undefined && { configured }),
    ...(clock && { clock }),
  })
  const provide = { [phoneAuthorizationKey as symbol]: authorization, [accountKey as symbol]: account }
  const open = (page: typeof PhonePage, query?: Record<string, string>) => openPage(page, { provide }, query)
  account.refresh()
  await soon(() => {
    expect(account.state.value.status).not.toBe('unknown')
  })
  uni.login.mockClear()
  return {
    uni,
    account,
    sessionCalls: accounts.calls,
    sessionSeen: accounts.seen,
    ...server,
    open,
    openAgreed: async () => {
      const page = await open(PhonePage)
      await page.get('.agreement').trigger('click')
      return page
    },
  }
}

async function openPage(
  page: typeof PhonePage,
  global: { provide: Record<symbol, unknown> },
  query?: Record<string, string>,
) {
  const wrapper = mount(page, { global })
  showPage(query)
  await flushPromises()
  return wrapper
}
