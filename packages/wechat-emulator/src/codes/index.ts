export * from './code-store'
export * from './encrypted-phone-number'
export * from './users'
