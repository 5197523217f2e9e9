import { generateKeyPairSync } from 'node:crypto'

/** Returns a new pair of RSA keys in PEM, as WeChat's API security takes them. */
export const newRsaKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
