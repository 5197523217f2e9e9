declare module 'co-wechat-api' {
  /** As much of it as is used here. */
  export default class API {
    constructor(appId: string, appSecret: string)
    static mixin(methods: Record<string, (this: API, ...args: string[]) => Promise<object>>): void
    prefix: string
    snsPrefix: string
    wxaPrefix: string
    store: { accessToken: string; expireTime: number } | null
    ensureAccessToken(): Promise<{ accessToken: string }>
    getAccessToken(): Promise<{ accessToken: string }>
    code2Session(code: string): Promise<Record<string, unknown>>
    request(url: string, options: object): Promise<Record<string, unknown>>
    /** Made by the mixin of the test. */
    getPhoneNumber(code: string): Promise<Record<string, unknown>>
  }
}
