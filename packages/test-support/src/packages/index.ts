export { type MadeProject, makeProject } from './made-project'
export { PUBLISHED } from './public-packages'
export { downloadPackage, type Registry, startRegistry } from './registry'
export { sharedRegistry, type SharedRegistry } from './shared-registry'
