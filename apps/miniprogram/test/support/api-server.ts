import { startScriptedApi } from '@uni-phone/test-support/services'
import { onTestFinished } from 'vitest'

export { PHONE, problem } from '@uni-phone/test-support/services'

/** Starts an API that sends the given answers in order and repeats the last one. Stops with the test. */
export async function startApi(...answers: Parameters<typeof startScriptedApi>) {
  const api = await startScriptedApi(...answers)
  onTestFinished(api.close)
  return api
}
