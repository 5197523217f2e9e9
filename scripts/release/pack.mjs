/**
 * `node scripts/release/pack.mjs FOLDER DESTINATION`: packs a package as it is published and prints the tarball's path.
 * One at a time: packing builds into the package's own dist.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const [folder, destination] = process.argv.slice(2).map((path) => resolve(path))
const lock = join(folder, 'node_modules', '.packing')
const LOOK_EVERY_MS = 100
/** A process that holds the lock for longer has died. */
const STALE_AFTER_MS = 300_000

while (!claim()) await sleep(LOOK_EVERY_MS)
try {
  const args = ['pack', '--json', '--pack-destination', destination]
  const output = execFileSync('pnpm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  process.stdout.write(JSON.parse(output.slice(output.indexOf('{'))).filename)
} finally {
  rmSync(lock, { recursive: true })
}

function claim() {
  try {
    if (Date.now() - statSync(lock, { throwIfNoEntry: false })?.birthtimeMs > STALE_AFTER_MS)
      rmSync(lock, { recursive: true })
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}
