/** Preloaded into every process of `pnpm dev`: a parent that was killed outright cannot end its children itself. */
import process from 'node:process'

const parent = process.ppid

function parentLives() {
  try {
    return process.kill(parent, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

setInterval(() => {
  if (process.ppid !== parent || !parentLives()) process.exit(0)
}, 200).unref()
