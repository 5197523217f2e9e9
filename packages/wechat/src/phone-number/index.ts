export { decryptOpenData, decryptPhoneInfo, type DecryptPhoneOptions, type EncryptedData } from './open-data'
export { PhoneCodeSender, type PhoneNumberResult } from './phone-code-request'
export type { PhoneInfo } from './phone-info'
