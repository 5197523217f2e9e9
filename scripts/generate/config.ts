/** Writes .env.example and docs/configuration.md from the one table of variables: `pnpm docs:config`. */
import { writeFileSync } from 'node:fs'
import { toConfigurationPage } from './configuration-page'
import { toEnvExample } from './env-example'

writeFileSync(new URL('../../docs/configuration.md', import.meta.url), toConfigurationPage())
writeFileSync(new URL('../../.env.example', import.meta.url), toEnvExample())
