export { ApiSecurity } from './api-security'
export { type ApiSecurityOptions, readApiSecurityKeys } from './security-options'
