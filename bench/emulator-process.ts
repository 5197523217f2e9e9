/** The emulator in a process of its own; makes codes by the thousand when asked. */
import { startEmulator } from '@uni-phone/wechat-emulator'

const emulator = await startEmulator()

process.on('message', (count: number) => {
  process.send?.(Array.from({ length: count }, () => emulator.createPhoneCode().code))
})
process.send?.(emulator.url)
