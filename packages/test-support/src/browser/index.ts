export { browser, browserTest } from './browser-test'
