export { type BuildKind, buildMiniProgram } from './mini-program-build'
