import process from 'node:process'
import { withEnvFile } from '@uni-phone/config'
import { runServer } from '@uni-phone/server'
import { onPhoneNumber } from './on-phone-number'

await runServer(withEnvFile(process.env, process.cwd()), () => ({ onPhoneNumber }))
