import { type Failure, type Language, type Outcome, OUTCOME_TEXTS, readLanguage } from '../phone-number'

/** Failures that a developer cannot fix: only the user, or WeChat itself, can act. */
type NotForDevelopers =
  | 'refused'
  | 'number_not_verified'
  | 'no_number_bound'
  | 'wechat_busy'
  | 'unknown_error'
  | 'unknown_retryable'

type Hints = Record<Exclude<Outcome, NotForDevelopers> | 'not_configured' | 'newer_server', string>

/** Hints for the developer: the setting to change, and where. Only development builds include these texts. */
export const DEVELOPER_HINTS: Record<Language, Hints> = {
  zh: {
    not_configured: '构建时没有 VITE_API_BASE_URL：写入根目录的 .env，重新构建。pnpm dev 会自动设置。',
    quota_used_up: 'errno 1400001：1000 次体验额度已用完。在微信公众平台购买手机号快速验证资源包。',
    privacy_not_declared:
      'errno 112：在微信公众平台“设置 › 服务内容声明 › 用户隐私保护指引”声明“收集你的手机号”，约 5 分钟后生效。',
    privacy_not_agreed:
      'errno 104：用户没有同意隐私保护指引，拒绝后 10 秒内不会再弹窗。开发者工具可“清除授权数据”后重试。',
    no_permission:
      'errno 102：主体须为非个人且已完成微信认证，测试号与游客模式均不可用。可先在沙箱中开发：设 WECHAT_MODE=sandbox，再运行 pnpm dev。',
    wechat_too_old:
      '基础库低于 2.21.2 不返回 code。在微信公众平台把最低基础库设为 2.21.2，或服务端设 LEGACY_PHONE_NUMBER=on。',
    client_not_supported: '多端应用不支持此组件，见微信文档。',
    unknown_event: '未收录的 errMsg：请在事件回调中查看 detail。',
    invalid_request: '请求体或 Idempotency-Key 不符合契约：小程序与服务端版本是否一致？',
    payload_too_large: '413：请求体超过上限。若不是本服务所拒，调高代理的上限（nginx 为 client_max_body_size）。',
    unsupported_media_type: '415：Content-Type 须为 application/json，检查代理是否改写。',
    code_rejected:
      '40029：code 已用过、超过 5 分钟（从点按算起），或属于别的 AppID。检查 MINIPROGRAM_APPID 与 WECHAT_APPID。',
    idempotency_mismatch: '422：同一个 Idempotency-Key 配了不同的请求体，每次点按须用新的 key。',
    in_progress: '服务端 REQUEST_TIMEOUT_MS 内没有结束：检查服务器到微信的网络，或 onPhoneNumber 是否太慢。',
    wechat_timeout: '微信在 REQUEST_TIMEOUT_MS 内没有答复：检查服务器能否访问 WECHAT_API_BASE_URL。',
    outcome_unknown: '微信的答复丢失，code 可能已被使用，因此没有重发。原因见服务端日志。',
    wechat_unavailable: '服务器连不上 WECHAT_API_BASE_URL，或取不到 access_token：检查出口网络，原因见服务端日志。',
    rate_limited:
      '429：超过 RATE_LIMIT_PER_MINUTE（按来源地址），或微信的 45011。服务在代理之后时须设 TRUST_PROXY，否则所有人共用一个地址。',
    unknown_app: '403：服务端没有配置这个小程序（X-WeChat-AppID）：见 WECHAT_APPID 与 WECHAT_APPS。',
    service_misconfigured: '服务端配置有误（AppSecret、IP 白名单、AppID 等），原因见服务端日志。',
    quota_exhausted: '45009：微信接口当日额度用完。',
    handler_failed: '服务端的 onPhoneNumber 抛出了错误，见服务端日志。',
    phone_number_required: '404：这个 openid 还没有账号，需要先用按钮获取手机号。',
    phone_number_taken: '409：换绑的号码已属于另一个账号。',
    signed_out: '401：Authorization 中的令牌缺失、过期或已退出。',
    accounts_unavailable: '账号数据库不可用或被锁，见服务端日志。',
    not_found: '检查 VITE_API_BASE_URL：不应带路径。',
    method_not_allowed: '405：请求不是 POST。VITE_API_BASE_URL 是否被重定向（http 到 https、带或不带 www）？',
    internal: '服务端出现意外错误，按 requestId 查服务端日志。',
    network: '检查 VITE_API_BASE_URL 与服务是否启动；真机需与电脑同一局域网，并打开“调试”。',
    timeout: '检查服务是否启动，手机能否访问 VITE_API_BASE_URL。',
    domain_not_allowed:
      'errno 600002：在微信公众平台“服务器域名”加入 request 合法域名；开发时勾选“不校验合法域名”，真机打开“调试”。',
    bad_reply: '答复不是本服务的格式：VITE_API_BASE_URL 是否指向别的服务或代理？',
    newer_server: '服务端返回了此版本不认识的错误码，请更新小程序：',
  },
  en: {
    not_configured: 'Built without VITE_API_BASE_URL: put it into .env in the root and build again. pnpm dev sets it.',
    quota_used_up:
      'errno 1400001: the 1000 trial calls are used up. Buy a package of phone-number verifications on mp.weixin.qq.com.',
    privacy_not_declared:
      'errno 112: declare 收集你的手机号 on mp.weixin.qq.com under 设置 › 服务内容声明 › 用户隐私保护指引; it takes about 5 minutes.',
    privacy_not_agreed:
      'errno 104: the privacy guide was refused, and no sheet appears for 10 s. In DevTools, clear the authorization data.',
    no_permission:
      'errno 102: the account must be verified and not personal; test accounts and tourist mode do not work. Develop in the sandbox meanwhile: set WECHAT_MODE=sandbox and run pnpm dev.',
    wechat_too_old:
      'Base libraries before 2.21.2 give no code. Set the minimum base library to 2.21.2 on mp.weixin.qq.com, or LEGACY_PHONE_NUMBER=on on the server.',
    client_not_supported: 'Multi-end apps do not support this component: see WeChat’s documentation.',
    unknown_event: 'An errMsg not on the list: look at detail in the event’s callback.',
    invalid_request:
      'The body or the Idempotency-Key breaks the contract: are the mini program and the server of the same version?',
    payload_too_large:
      '413: the body is over the limit. If it was not this service that refused, raise the proxy’s (nginx: client_max_body_size).',
    unsupported_media_type: '415: the Content-Type must be application/json. Does a proxy rewrite it?',
    code_rejected:
      '40029: the code was used, is older than 5 minutes (from the tap), or is another AppID’s. Check MINIPROGRAM_APPID and WECHAT_APPID.',
    idempotency_mismatch: '422: one Idempotency-Key with two bodies. Each tap needs a new key.',
    in_progress:
      'Not done within the server’s REQUEST_TIMEOUT_MS: check its network to WeChat, and whether onPhoneNumber is slow.',
    wechat_timeout:
      'WeChat did not answer within REQUEST_TIMEOUT_MS: check that the server reaches WECHAT_API_BASE_URL.',
    outcome_unknown:
      'WeChat’s reply was lost; the code may be used, so it was not sent again. The server’s log has the cause.',
    wechat_unavailable:
      'The server does not reach WECHAT_API_BASE_URL, or gets no access_token: check its way out; its log has the cause.',
    rate_limited:
      '429: over RATE_LIMIT_PER_MINUTE for one address, or WeChat’s 45011. Behind a proxy set TRUST_PROXY, or all share one address.',
    unknown_app:
      '403: the server does not work for this mini program (X-WeChat-AppID): see WECHAT_APPID and WECHAT_APPS.',
    service_misconfigured: 'The server’s settings are wrong (AppSecret, IP allow-list, AppID): its log says which.',
    quota_exhausted: '45009: WeChat’s quota for the day is used up.',
    handler_failed: 'onPhoneNumber threw on the server: see its log.',
    phone_number_required: '404: no account has this openid. A number has to come first, by the button.',
    phone_number_taken: '409: another account has the number that was to replace the old one.',
    signed_out: '401: the token in Authorization is missing, has ended, or was signed out.',
    accounts_unavailable: 'The accounts database is unreachable or locked: see the server’s log.',
    not_found: 'Check VITE_API_BASE_URL: it takes no path.',
    method_not_allowed: '405: not a POST. Is VITE_API_BASE_URL redirected (http to https, with www or without)?',
    internal: 'The server failed unexpectedly: look its log up by the requestId.',
    network: 'Check VITE_API_BASE_URL and that the server runs; a phone must be on the same LAN with 调试 switched on.',
    timeout: 'Check that the server runs and that the phone reaches VITE_API_BASE_URL.',
    domain_not_allowed:
      'errno 600002: add the domain on mp.weixin.qq.com under 服务器域名; in development tick 不校验合法域名, on a phone switch on 调试.',
    bad_reply: 'Not an answer of this service: does VITE_API_BASE_URL point at another one, or a proxy?',
    newer_server: 'The server sent an error code that this build does not know; update the mini program: ',
  },
}

/** Returns the hint to show below the user's text in development builds; undefined if there is nothing to change. */
export function developerHint({ reason, detail }: Pick<Failure, 'reason' | 'detail'>): string | undefined {
  const language = readLanguage()
  const hints: Record<string, string | undefined> = DEVELOPER_HINTS[language]
  const isKnown = reason in OUTCOME_TEXTS[language]
  const hint = hints[reason] ?? (isKnown ? undefined : DEVELOPER_HINTS[language].newer_server + reason)
  return [hint, detail].filter(Boolean).join('\n') || undefined
}
