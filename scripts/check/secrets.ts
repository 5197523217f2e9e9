/** `pnpm check:secrets`: no file of the repository contains a secret. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { findSecrets } from './secret-scan'

const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).split('\n')
const files = names.filter((name) => name !== '' && existsSync(name))
const found = findSecrets(files.map((name) => ({ name, text: readFileSync(name, 'latin1') })))

for (const { kind, file, line } of found) process.stderr.write(`${file}:${line} looks like a ${kind}\n`)
process.stdout.write(`${files.length} files, ${found.length} secrets\n`)
process.exitCode = found.length === 0 ? 0 : 1
