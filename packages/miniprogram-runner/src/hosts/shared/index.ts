export { createNativeHttp, type NativeHttp } from './native-http'
export { bundleRuntime, startRuntime } from './runtime-script'
