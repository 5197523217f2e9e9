import process from 'node:process'
import { withEnvFile } from '@uni-phone/config'
import { runServer } from '@uni-phone/server'
import { onPhoneNumber } from './on-phone-number'
import { routes } from './routes'

/** A built server is deployed: it must not start as a sandbox only because a variable is missing. */
const isBuilt = !import.meta.url.endsWith('.ts')

function readEnvironment(): NodeJS.ProcessEnv {
  const environment = withEnvFile(process.env, process.cwd())
  return { ...environment, NODE_ENV: environment.NODE_ENV?.trim() || (isBuilt ? 'production' : undefined) }
}

await runServer(readEnvironment, () => ({ onPhoneNumber, routes }))
