/** All of development in one command: emulator, server, H5 and the mini program, each watching its sources. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigError } from '@uni-phone/config'
import './dev/exit-with-parent.mjs'
import { toPanel } from './dev/panel'
import { findTakenPorts } from './dev/port'
import { startProcessGroup } from './dev/process-group'
import { planDevelopment } from './dev/setup'

const root = fileURLToPath(new URL('..', import.meta.url))

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function refuse(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

async function develop(): Promise<void> {
  const { values } = parseArgs({ options: { lan: { type: 'boolean', default: false } } })
  const { env, ports, parts, facts } = planDevelopment(root, process.env, values.lan)
  const taken = await findTakenPorts(ports)
  if (taken.length > 0) {
    refuse(taken)
    return
  }
  const group = startProcessGroup(parts, { env, print })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      group.end(0)
    })
  void group.ready.then(() => {
    print(toPanel(facts))
  })
  process.exit(await group.ended)
}

try {
  await develop()
} catch (error) {
  if (error instanceof ConfigError) refuse([error.message])
  else if (error instanceof TypeError && 'code' in error) refuse([`${error.message}\nUsage: pnpm dev [--lan]`])
  else throw error
}
