export * from './call'
export * from './errors'
export * from './quirks'
export * from './request-log'
