export { decryptOpenData, decryptPhoneInfo, type DecryptPhoneOptions, type EncryptedData } from './open-data'
export { PhoneCodeSender } from './phone-code-request'
export { type PhoneInfo, readPhoneInfo } from './phone-info'
