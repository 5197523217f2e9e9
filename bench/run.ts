/**
 * `pnpm bench`: the ratios this project holds itself to. `pnpm bench servers` (sessions, clients, emulator, start): one of them.
 * `pnpm bench load`: a thousand users on several instances.
 */
import process from 'node:process'
import { RATIOS, runRatios } from './ratios/run-ratios'

const [what] = process.argv.slice(2)

if (what === undefined) await runRatios(RATIOS)
else if (RATIOS.includes(what)) await runRatios([what])
else if (what === 'load') await import('./users/run-users')
else {
  process.stderr.write(`Usage: pnpm bench [${RATIOS.join(' | ')} | load]\n`)
  process.exitCode = 2
}
