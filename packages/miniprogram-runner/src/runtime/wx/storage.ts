import type { WxCalls, WxFunctions } from '../host/index'

/** Storage of the mini program: JSON by key. */
export type Storage = Map<string, string>

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html */
export function createStorageFunctions(calls: WxCalls, storage: Storage): WxFunctions {
  const set = (key: unknown, data: unknown): void => {
    storage.set(String(key), JSON.stringify(data))
  }
  return {
    setStorageSync: set,
    getStorageSync: (key: string) => (storage.has(key) ? parse(storage.get(key)) : ''),
    removeStorageSync: (key: unknown) => {
      storage.delete(String(key))
    },
    setStorage: calls.create('setStorage', ({ key, data }) => {
      set(key, data)
    }),
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
