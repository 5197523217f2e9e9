import process from 'node:process'
import { withEnvFile } from '@uni-phone/config'
import { onPhoneNumber } from './on-phone-number'
import { runServer } from './run-server'

await runServer(withEnvFile(process.env, process.cwd()), () => ({ onPhoneNumber }))
