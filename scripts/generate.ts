/** Writes the generated documents: all of them, or `errors`, `openapi` or `config` only. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { toConfigurationPage } from './generate/configuration-page'
import { toEnvExample } from './generate/env-example'
import { toErrorsPage } from './generate/errors-page'
import { toOpenApi } from './generate/openapi-document'

type Document = readonly [file: string, text: () => string | Promise<string>]

const DOCUMENTS: Readonly<Record<string, readonly Document[]>> = {
  errors: [['docs/errors.md', toErrorsPage]],
  openapi: [['packages/server/openapi.json', () => `${JSON.stringify(toOpenApi(), null, 2)}\n`]],
  config: [
    ['docs/configuration.md', toConfigurationPage],
    ['.env.example', toEnvExample],
  ],
}

const [only] = process.argv.slice(2)

for (const [file, text] of only === undefined ? Object.values(DOCUMENTS).flat() : (DOCUMENTS[only] ?? []))
  writeFileSync(new URL(`../${file}`, import.meta.url), await text())
