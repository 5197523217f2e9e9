export { packPackage, PUBLISHED } from './pack'
export { type Registry, startRegistry } from './registry'
