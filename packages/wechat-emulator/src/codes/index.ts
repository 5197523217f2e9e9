export { type Code, type CodeStore, createCodeStore, type ListedCode } from './code-store'
export {
  createPhoneEncryption,
  type EncryptedPhoneNumber,
  type EncryptedPhoneNumberUser,
} from './encrypted-phone-number'
export {
  createCodeUserReader,
  createUsers,
  type LoginCodeUser,
  type LoginUser,
  type PhoneCodeUser,
  type PhoneUser,
  readPerson,
  readTestUser,
  type TestUserSettings,
  type UserDump,
  type Users,
  type WorldUser,
} from './users'
