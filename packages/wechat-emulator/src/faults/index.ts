export * from './faults'
export * from './weather'
