export * from './mini-program'
export * from './package-path'
export * from './view-language'
