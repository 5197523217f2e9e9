import { flushPromises, mount } from '@vue/test-utils'
import { onTestFinished, vi } from 'vitest'
import { createHttpClient } from '../../src/phone-number/api/http-client'
import { createPhoneNumberApi } from '../../src/phone-number/api/phone-number-api'
import { createPhoneAuthorization } from '../../src/phone-number/authorization/phone-authorization'
import type { Clock } from '../../src/phone-number/clock'
import { phoneAuthorizationKey } from '../../src/phone-number/use-phone-authorization'
import { createLoginCode } from '../../src/phone-number/wechat/login-code'
import PhonePage from '../../src/pages/phone/phone.vue'
import { startApi } from './api-server'
import { httpRequest } from './http-request'
import { forgetPages, showPage } from './uni-app'

/** The event of a tap that the user allowed. */
export const ALLOWED = { detail: { errMsg: 'getPhoneNumber:ok', code: 'c' } }

/** Replaces the platform for one test. Requests are real. */
export function stubUni(locale = 'zh-Hans') {
  const uni = {
    getLocale: () => locale,
    request: httpRequest,
    login: vi.fn(({ success }: { success: (result: { code: string }) => void }) => {
      success({ code: 'login' })
    }),
    getAppBaseInfo: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
    getNetworkType: ({ success }: { success: (result: { networkType: string }) => void }) => {
      success({ networkType: 'wifi' })
    },
    setNavigationBarTitle: vi.fn(),
    navigateTo: vi.fn<(options: { url: string }) => void>(),
    opened: () => uni.navigateTo.mock.calls.map(([{ url }]) => url),
    navigateBack: vi.fn(),
    switchTab: vi.fn(),
    reLaunch: vi.fn(),
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

export type StubbedUni = ReturnType<typeof stubUni>

export function soon<T>(find: () => T): Promise<T> {
  return vi.waitFor(find, 10_000)
}

interface Options {
  readonly locale?: string
  readonly configured?: boolean
  readonly clock?: Clock
}

/** Opens pages of one app whose API gives these answers. */
export async function setup(answers: Parameters<typeof startApi>, { locale, clock, ...options }: Options = {}) {
  const uni = stubUni(locale)
  const server = await startApi(...answers)
  const authorization = createPhoneAuthorization({
    exchange: createPhoneNumberApi(createHttpClient({ baseUrl: server.baseUrl, ...(clock && { clock }) })),
    loginCode: createLoginCode({ ...(clock && { clock }) }),
    ...options,
    ...(clock && { clock }),
  })
  const global = { provide: { [phoneAuthorizationKey as symbol]: authorization } }
  const open = (page: typeof PhonePage) => openPage(page, global)
  return {
    uni,
    ...server,
    open,
    openAgreed: async () => {
      const page = await open(PhonePage)
      await page.get('.agreement').trigger('click')
      return page
    },
  }
}

async function openPage(page: typeof PhonePage, global: { provide: Record<symbol, unknown> }) {
  const wrapper = mount(page, { global })
  showPage()
  await flushPromises()
  return wrapper
}
