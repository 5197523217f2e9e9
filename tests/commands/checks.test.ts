import { expect, test } from 'vitest'
import { findForbidden } from '../../scripts/check/licence-list'
import { findSecrets } from '../../scripts/check/secret-scan'

const HEX = '9f86d081884c7d65' + '9a2feaa0c55ad015'
const LETTERS = 'aZ3kQ9xT7mB2vN8cR4wL' + '6yH1jF5dS0gPqUeW'

test.each([
  ['WeChat AppSecret', `WECHAT_SECRET=${HEX}`],
  ['WeChat AppSecret', `appSecret: '${HEX}',`],
  ['WeChat AppSecret', `"secret" : "${HEX.toUpperCase()}"`],
  ['WeChat AppSecret', `?appid=wx1&secret=${HEX}&js_code=`],
  ['private key', ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ')],
  ['private key', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')],
  ['Alibaba Cloud key', `LTAI${LETTERS.slice(0, 20)}`],
  ['Tencent Cloud key', `AKID${LETTERS.slice(0, 32)}`],
  ['AWS key', `AKIA${LETTERS.slice(0, 16).toUpperCase()}`],
  ['GitHub token', `ghp_${LETTERS}`],
  ['npm token', `//registry.npmjs.org/:_authToken=${HEX}`],
  ['npm token', `npm_${LETTERS}`],
])('a %s is found, and where it is', (kind, text) => {
  expect(findSecrets([{ name: 'src/a.ts', text: `first line\n${text}\n` }])).toEqual([
    { kind, file: 'src/a.ts', line: 2 },
  ])
})

test.each(['.env', 'apps/server/.env.production', 'private.wx1234567890abcdef.key', 'deploy/tls.pem'])(
  'the file %s is found whatever is in it',
  (name) => {
    expect(findSecrets([{ name, text: '' }])).toMatchObject([{ kind: 'file of secrets' }])
  },
)

test.each([
  'WECHAT_SECRET=',
  'const appSecret = process.env.WECHAT_SECRET',
  "SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'",
  `integrity: sha512-${HEX}`,
  `requestId: '${HEX}'`,
  '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
])('%s is nobody’s secret', (text) => {
  expect(findSecrets([{ name: '.env.example', text }])).toEqual([])
})

const packages = (name: string) => [{ name, versions: ['1.0.0'] }]

test('a package under a licence that nobody has allowed is found', () => {
  const list = { MIT: packages('fine'), 'GPL-3.0': packages('copyleft'), Unknown: packages('nameless') }
  expect(findForbidden(list)).toEqual(['copyleft@1.0.0: GPL-3.0', 'nameless@1.0.0: Unknown'])
})

test.each([
  ['(MIT OR GPL-3.0)', true],
  ['(MIT AND Zlib)', true],
  ['(MIT AND GPL-3.0)', false],
  ['(MIT OR GPL-3.0) AND GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE', false],
  ['Apache 2.0', true],
])('the licence %s is allowed: %s', (licence, allowed) => {
  expect(findForbidden({ [licence]: packages('it') }).length === 0).toBe(allowed)
})
