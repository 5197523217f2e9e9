import type { WireFault } from './fault-row'

const WATERMARK = { timestamp: 1_795_327_200, appid: 'wx1111111111111111' }
const INFO = { phoneNumber: '13900139000', purePhoneNumber: '13900139000', countryCode: '86', watermark: WATERMARK }

/** A reply of `getuserphonenumber` that is right but for what is given. */
export function phoneReply(fields: object): WireFault {
  return { body: JSON.stringify({ errcode: 0, errmsg: 'ok', phone_info: { ...INFO, ...fields } }) }
}

/** A reply that breaks off or is none, wherever it comes from. */
export const BROKEN_REPLIES: readonly (readonly [name: string, fault: WireFault])[] = [
  ['a connection that is reset before the work', { reset: 'before' }],
  ['a connection that is reset after the work', { reset: 'after' }],
  ['a reply that breaks off', { cut: true }],
  ['JSON that ends too early', { body: '{"errcode":0,"errmsg":"ok","' }],
  ['a page of HTML', { body: '<html><body>It works!</body></html>' }],
  ['an empty reply', { body: '' }],
  ['null', { body: 'null' }],
  ['an array', { body: '[{"errcode":0}]' }],
  ['an object without anything', { body: '{}' }],
  ['an errcode that is text', { body: '{"errcode":"40029","errmsg":"invalid code"}' }],
  ['a redirect', { status: 302 }],
  ['a 404 of a proxy', { status: 404, body: '<html>nginx</html>' }],
  ['a 500', { status: 500, body: '{"errcode":0,"errmsg":"ok"}' }],
  ['a 502 with a page', { status: 502, body: '<html>Bad Gateway</html>' }],
  ['a 503', { status: 503 }],
  ['a 504', { status: 504, body: 'upstream timed out' }],
]

/** WeChat's front end refuses what comes without its length. */
export const PRECONDITION_FAILED: WireFault = { status: 412, body: '' }
