import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readApiBaseUrl } from '../src/api-base-url'

function onVersion(envVersion: string): string | undefined {
  vi.stubGlobal('uni', { getAccountInfoSync: () => ({ miniProgram: { envVersion } }) })
  return readApiBaseUrl()
}

beforeEach(() => {
  vi.stubEnv('VITE_API_BASE_URL', 'https://api.example.com/')
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

test.each([
  ['develop', 'https://develop.example.com'],
  ['trial', 'https://trial.example.com'],
  ['release', 'https://api.example.com'],
])('the %s version uses its own address: %s', (version, address) => {
  vi.stubEnv('VITE_API_BASE_URL_DEVELOP', 'https://develop.example.com')
  vi.stubEnv('VITE_API_BASE_URL_TRIAL', 'https://trial.example.com/')
  expect(onVersion(version)).toBe(address)
})

test.each(['develop', 'trial', 'release'])(
  'the %s version uses the general address if it has none of its own',
  (version) => {
    expect(onVersion(version)).toBe('https://api.example.com')
  },
)

test('treats an unknown version as a release', () => {
  vi.stubEnv('VITE_API_BASE_URL_TRIAL', 'https://trial.example.com')
  vi.stubGlobal('uni', {})
  expect(readApiBaseUrl()).toBe('https://api.example.com')
})

test('returns undefined without an address', () => {
  vi.stubEnv('VITE_API_BASE_URL', '')
  expect(onVersion('release')).toBeUndefined()
})
