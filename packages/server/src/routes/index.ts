export { createPhoneNumberRoute } from './phone-number'
export { createReadinessRoute } from './readiness'
export { createSandboxRoute, type SandboxOptions } from './sandbox'
