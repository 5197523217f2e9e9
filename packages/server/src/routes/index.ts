export { createPhoneNumberRoute } from './phone-number'
export { createReadinessRoute } from './readiness'
export { createSessionRoutes } from './session'
export { createSandboxRoute, type SandboxOptions } from './sandbox'
