import { measureBareStart, measureServerStart } from './start-up'
import { askWorker, startEmulatorProcess } from './child'
console.log(await measureBareStart()); console.log(await measureServerStart())
const e = await startEmulatorProcess(); console.log(e.url)
const codes = await e.makeCodes(2000); console.log(codes.length)
console.log(await askWorker('client-worker.ts', ['bare node:http', e.url], codes))
await e.stop(); console.log('done')
