/** Writes every generated document. */
import { writeFileSync } from 'node:fs'
import { toConfigurationPage } from './generate/configuration-page'
import { toEnvExample } from './generate/env-example'
import { toErrorsPage } from './generate/errors-page'
import { toOpenApi } from './generate/openapi-document'

const DOCUMENTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/errors.md': toErrorsPage,
  'docs/configuration.md': toConfigurationPage,
  '.env.example': toEnvExample,
  'packages/server/openapi.json': () => `${JSON.stringify(toOpenApi(), null, 2)}\n`,
}

for (const [file, toText] of Object.entries(DOCUMENTS))
  writeFileSync(new URL(`../${file}`, import.meta.url), await toText())
