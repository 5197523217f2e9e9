export { type MadeProject, makeProject } from './made-project'
export { packPackage, PUBLISHED } from './pack'
export { type Registry, startRegistry } from './registry'
