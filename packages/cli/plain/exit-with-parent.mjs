/** Preloaded into every process of `dev`, which cannot end its children itself when it is killed outright. */
import process from 'node:process'

const parent = process.ppid

function isParentAlive() {
  try {
    return process.kill(parent, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

setInterval(() => {
  if (process.ppid !== parent || !isParentAlive()) process.exit(0)
}, 200).unref()
