import { createCallbackApi, WxFailure, type ReportError, type WxFunctions } from './callback-api'

/** The mini program's storage: JSON by key. */
export type Storage = Map<string, string>

// documented: 10 MB
const LIMIT_KB = 10_240

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html */
export function createWxStorage(storage: Storage, reportError: ReportError): WxFunctions {
  const set = (key: unknown, data: unknown): undefined => {
    storage.set(String(key), JSON.stringify(data))
  }
  const remove = (key: unknown): undefined => {
    storage.delete(String(key))
  }
  const clear = (): undefined => {
    storage.clear()
  }
  const info = (): object => ({ keys: [...storage.keys()], currentSize: sizeInKb(storage), limitSize: LIMIT_KB })
  return {
    setStorageSync: set,
    getStorageSync: (key: string) => (storage.has(key) ? parse(storage.get(key)) : ''),
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    setStorage: createCallbackApi(
      'setStorage',
      ({ key, data }) => {
        set(key, data)
      },
      reportError,
    ),
    getStorage: createCallbackApi('getStorage', ({ key }) => ({ data: find(storage, key) }), reportError),
    removeStorage: createCallbackApi(
      'removeStorage',
      ({ key }) => {
        remove(key)
      },
      reportError,
    ),
    clearStorage: createCallbackApi('clearStorage', clear, reportError),
    getStorageInfo: createCallbackApi('getStorageInfo', info, reportError),
  }
}

export function createStorage(initial: Record<string, unknown> = {}): Storage {
  return new Map(Object.entries(initial).map(([key, value]) => [key, JSON.stringify(value)]))
}

export function readStorage(storage: Storage): Record<string, unknown> {
  return Object.fromEntries([...storage].map(([key, json]) => [key, parse(json)]))
}

function find(storage: Storage, given: unknown): unknown {
  const key = String(given)
  if (!storage.has(key)) throw new WxFailure('data not found')
  return parse(storage.get(key))
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}

function sizeInKb(storage: Storage): number {
  const bytes = [...storage].reduce((sum, [key, json]) => sum + key.length + json.length, 0)
  return Math.ceil(bytes / 1024)
}
