/** `pnpm bench`: the ratios the project holds itself to. `pnpm bench load`: many users on several instances. */
import process from 'node:process'

const [what = 'ratios'] = process.argv.slice(2)

if (what === 'ratios') await import('./ratios')
else if (what === 'load') await import('./production-load')
else {
  process.stderr.write('Usage: pnpm bench [load]\n')
  process.exitCode = 2
}
