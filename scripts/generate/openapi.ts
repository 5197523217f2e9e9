/** Writes the OpenAPI document that the server serves, from the contract's schemas: `pnpm docs:openapi`. */
import { writeFileSync } from 'node:fs'
import { toOpenApi } from './openapi-document'

writeFileSync(
  new URL('../../packages/server/openapi.json', import.meta.url),
  `${JSON.stringify(toOpenApi(), null, 2)}\n`,
)
