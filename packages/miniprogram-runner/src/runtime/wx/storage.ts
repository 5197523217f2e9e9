import { createCallbackApi, type ReportError, type WxFunctions } from '../host/callback-api'

/** The mini program's storage: JSON by key. */
export type Storage = Map<string, string>

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html */
export function createWxStorage(storage: Storage, reportError: ReportError): WxFunctions {
  const set = (key: unknown, data: unknown): undefined => {
    storage.set(String(key), JSON.stringify(data))
  }
  const remove = (key: unknown): undefined => {
    storage.delete(String(key))
  }
  return {
    setStorageSync: set,
    getStorageSync: (key: string) => (storage.has(key) ? parse(storage.get(key)) : ''),
    removeStorageSync: remove,
    setStorage: createCallbackApi(
      'setStorage',
      ({ key, data }) => {
        set(key, data)
      },
      reportError,
    ),
  }
}

export function createStorage(initial: Record<string, unknown> = {}): Storage {
  return new Map(Object.entries(initial).map(([key, value]) => [key, JSON.stringify(value)]))
}

export function readStorage(storage: Storage): Record<string, unknown> {
  return Object.fromEntries([...storage].map(([key, json]) => [key, parse(json)]))
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}
