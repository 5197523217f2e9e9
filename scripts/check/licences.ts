/** `pnpm check:licences`: every dependency that is shipped has a licence that allows shipping under MIT. */
import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { findForbidden, type LicenceList } from './licence-list'

const output = execFileSync('pnpm', ['-r', 'licenses', 'list', '--json', '--prod'], { encoding: 'utf8' })
const list = JSON.parse(output) as LicenceList
const forbidden = findForbidden(list)

for (const line of forbidden) process.stderr.write(`${line} is not on the list of scripts/check/licence-list.ts\n`)
process.stdout.write(`${Object.values(list).flat().length} packages, ${forbidden.length} with another licence\n`)
process.exitCode = forbidden.length === 0 && Object.keys(list).length > 0 ? 0 : 1
