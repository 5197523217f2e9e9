/** The emulator in a process of its own; it makes as many codes as it is asked for, and tells what it has cost so far. */
import process from 'node:process'
import { startEmulator } from '../src/index'

const emulator = await startEmulator()

process.on('message', (count: number) => {
  const codes = Array.from({ length: count }, () => emulator.createPhoneCode().code)
  process.send?.({ codes, cpu: process.cpuUsage() })
})
process.send?.(emulator.url)
