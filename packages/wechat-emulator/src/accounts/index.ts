export * from './access-tokens'
export * from './accounts'
export * from './quotas'
export * from './token-issuers'
