export { findDevToolsCli } from './devtools-cli'
export { openInDevTools } from './open-project'
