declare module 'co-wechat-api' {
  /** The part that the bench calls. */
  export default class API {
    constructor(appId: string, appSecret: string)
    endpoint: string
    prefix: string
    ensureAccessToken(): Promise<{ accessToken: string }>
    request(url: string, options: object): Promise<{ phone_info: { phoneNumber: string } }>
  }
}
