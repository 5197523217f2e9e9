const WEIXIN = 'https://developers.weixin.qq.com'
const DOC = `${WEIXIN}/community/develop/doc`
const PERSON = `${WEIXIN}/community/personal`
const API = `${WEIXIN}/miniprogram/dev/server/API`

const GET_PHONE_NUMBER = `${API}/user-info/phone-number/api_getphonenumber.html`
const ACCESS_TOKEN = `${API}/mp-access-token/api_getaccesstoken.html`
const STABLE_TOKEN = `${API}/mp-access-token/api_getstableaccesstoken.html`
const CODE_TO_SESSION = `${API}/user-login/api_code2session.html`
const ERROR_CODES = `${WEIXIN}/doc/oplatform/developers/errCode/errCode.html`
const DUMP = `${PERSON}/oCJUsw_WGtOtpmsDhuVbkjyF2OCI/question`
const PARAMETERS = 'https://blog.csdn.net/LYT_XLS/article/details/116333475'
const SIGNATURE = `${WEIXIN}/miniprogram/dev/framework/open-ability/signature.html`
const OLD_BUTTON = `${WEIXIN}/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html`
const SIGNED = `${WEIXIN}/miniprogram/dev/server/getting_started/api_signature.html`
const USAGE = `${API}/charge/api_getusagedetail.md`
const UNVERIFIED = 'unverified'

/** What WeChat does, and who says so: each is a row of docs/fidelity.md, and each has a test that names it. */
export const RULES = {
  'wire.status': DUMP,
  'wire.length': `${DOC}/000aa608d74930adac24aacd168400`,
  'wire.compact': DUMP,
  'wire.content-type': `${PERSON}/oCJUsw8wb0d9MRozu3QoQ1h0yNY4/question`,
  'wire.rid': DUMP,
  'wire.hint': `${DOC}/000a68e8c3cfc8b3e6b09b87362800`,
  'wire.texts': ERROR_CODES,
  'wire.unknown-path': ERROR_CODES,
  'wire.order': UNVERIFIED,
  'wire.request-type': UNVERIFIED,
  'phone.answer': GET_PHONE_NUMBER,
  'phone.country-code': `${DOC}/000082c324c2486d05152fe4260000`,
  'phone.overseas': `${DOC}/0002445b4e4340968c10430ed66c00`,
  'phone.test-numbers': `${WEIXIN}/miniprogram/dev/devtools/minitest/phone_mock.md`,
  'phone.watermark': GET_PHONE_NUMBER,
  'phone.code-format': GET_PHONE_NUMBER,
  'phone.single-use': `${DOC}/000a68e8c3cfc8b3e6b09b87362800`,
  'phone.lifetime': `${DOC}/00024abdee0268551620eb7276b800`,
  'phone.login-code': `${DOC}/00068c316043d804509e09f7c51400`,
  'phone.mock-code': 'https://www.cnblogs.com/taoshihan/p/17379144.html',
  'phone.other-app': GET_PHONE_NUMBER,
  'phone.code-in-body': `${DOC}/000266f7fd8dc06ec4fd5eef056400`,
  'phone.form': `${PERSON}/oCJUsw0w0SEfcTSDRPQatHRBhmpE/question`,
  'phone.method': ERROR_CODES,
  'phone.envelope': `${DOC}/000a2e5cb94e40b9632351e8261800`,
  'phone.token-in-query': `${PERSON}/oCJUsw6zmdEiW_qAkCmiAO9t9mg8/question`,
  'phone.permission': `${PERSON}/oCJUsw9yl18XeMoE9_0DW-QkxknQ/question`,
  'phone.quota': GET_PHONE_NUMBER,
  'phone.openid': GET_PHONE_NUMBER,
  'phone.openid-format': `${DOC}/000eaacbb64e80182ee01561d6bc00`,
  'phone.refused-keeps-code': UNVERIFIED,
  'token.answer': ACCESS_TOKEN,
  'token.string': 'samples published from 2021 to 2023',
  'token.overlap': `${WEIXIN}/doc/oplatform/developers/dev/AccessToken.html`,
  'token.end': `${WEIXIN}/doc/oplatform/developers/dev/AccessToken.html`,
  'token.superseded': 'https://blog.csdn.net/qq_53066920/article/details/133888343',
  'token.older-text': `${PERSON}/oCJUsw4VrNH8IP3hdnBtBsxhCgN8/question`,
  'token.parameters': PARAMETERS,
  'token.quota': 'https://github.com/royalrick/weapp/issues/105',
  'token.allow-list': `${DOC}/000acc2de086e0b82b60b349265c00`,
  'token.frozen': ACCESS_TOKEN,
  'stable.same-token': STABLE_TOKEN,
  'stable.renewal': STABLE_TOKEN,
  'stable.force': STABLE_TOKEN,
  'stable.force-quota': STABLE_TOKEN,
  'stable.frequency': STABLE_TOKEN,
  'stable.isolation': STABLE_TOKEN,
  'stable.post-json': STABLE_TOKEN,
  'session.answer': `${PERSON}/oCJUswyHYUEwUF5bWAsmLm0NHGsg/answer`,
  'session.values': CODE_TO_SESSION,
  'session.unionid': CODE_TO_SESSION,
  'session.code-format': 'samples published by developers',
  'session.single-use': `${DOC}/000e4a9bb844385d37ec5bcea51800`,
  'session.code': CODE_TO_SESSION,
  'session.parameters': PARAMETERS,
  'session.quota': CODE_TO_SESSION,
  'session.grant-type': UNVERIFIED,
  'legacy.encryption': SIGNATURE,
  'legacy.plain-text': OLD_BUTTON,
  'legacy.stale-key': OLD_BUTTON,
  'legacy.check': `${API}/user-info/basic-info/api_checkencrypteddata`,
  'security.request': SIGNED,
  'security.answer': SIGNED,
  'security.certificate': SIGNED,
  'security.refusals': SIGNED,
  'security.plain-endpoints': SIGNED,
  'usage.answer': USAGE,
  'usage.arguments': USAGE,
  'usage.runs-out': `${WEIXIN}/miniprogram/dev/framework/open-ability/getPhoneNumber.html`,
  'rid.lookup': `${WEIXIN}/doc/service/en/api/apimanage/api_getridinfo.html`,
  'quota.clear': `${WEIXIN}/doc/oplatform/openApi/openapi/api_clearquota.md`,
  'quota.windows': UNVERIFIED,
} as const

/** The name of a test that holds a rule. */
export function rule(id: keyof typeof RULES, fact: string): string {
  return `${fact} [${id}: ${RULES[id]}]`
}
