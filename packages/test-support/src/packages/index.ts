export { packPackage, PUBLISHED } from './pack'
