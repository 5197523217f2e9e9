import { randomBytes } from 'node:crypto'
import { newRsaKeys } from '@uni-phone/test-support/services'

const [app, platform] = [newRsaKeys(), newRsaKeys()]
const symmetric = { serial: 'sym-1', key: randomBytes(32).toString('base64') }

/** Keys of API security: what WeChat has, what the server has, and what may never be seen. */
export const SECURITY = {
  wechat: {
    symmetric,
    asymmetric: { serial: 'asym-1', publicKey: app.publicKey },
    platform: { serial: 'cert-1', privateKey: platform.privateKey },
  },
  ours: {
    symmetric,
    asymmetric: { serial: 'asym-1', privateKey: app.privateKey },
    certificates: [{ serial: 'cert-1', certificate: platform.publicKey }],
  },
  secrets: [
    ['symmetric key', symmetric.key],
    ['private key', app.privateKey.split('\n')[1] ?? ''],
  ],
} as const
