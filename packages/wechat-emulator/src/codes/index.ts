export { type Code, type CodeStore, createCodeStore, type ListedCode } from './code-store'
export {
  createPhoneEncryption,
  type EncryptedPhoneNumber,
  type EncryptedPhoneNumberUser,
} from './encrypted-phone-number'
export {
  createCodeUserReader,
  createTestUser,
  type LoginCodeUser,
  type LoginUser,
  type PhoneCodeUser,
  type PhoneUser,
  type TestUser,
  type TestUserSettings,
} from './users'
