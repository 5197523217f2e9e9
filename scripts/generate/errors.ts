/** Writes docs/errors.md from the one table of WeChat's errcodes: `pnpm docs:errors`. */
import { writeFileSync } from 'node:fs'
import { toErrorsPage } from './errors-page'

writeFileSync(new URL('../../docs/errors.md', import.meta.url), await toErrorsPage())
