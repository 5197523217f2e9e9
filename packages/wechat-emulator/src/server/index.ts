export { createFetch } from './fetch'
export { createNodeListener } from './node-listener'
