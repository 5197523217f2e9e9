import { type AccountSettings, type Quotas, readNewAccount } from '../accounts/index'
import { readPerson, type WorldUser } from '../codes/index'
import { EmulatorError, invalid } from '../core/index'
import { type FaultOrder, readFaultOrder, type Weather } from '../faults/index'
import type { Quirks } from '../wire/index'
import { checkSchema } from './schema'

/**
 * Everything an emulator starts with, and what a reset brings back: the content of a world file, described by
 * `schemas/world.schema.json`.
 */
export interface World {
  readonly $schema?: string
  /** Makes all codes, tokens and ids the same in each run. @default no seed */
  readonly seed?: string
  /** Mini programs; the first is the emulator's own. @default the sandbox's AppID */
  readonly apps?: readonly (AccountSettings & { readonly secret: string })[]
  /** Users; the first is the default user of new codes. @default the test user */
  readonly users?: readonly WorldUser[]
  readonly quotas?: Quotas
  readonly quirks?: Quirks
  /** Faults armed at the start. @default none */
  readonly faults?: readonly FaultOrder[]
  /** Faults by probability and latencies. @default 'calm' */
  readonly weather?: Weather
}

function readEach<Given, Read>(name: string, given: readonly Given[] = [], read: (item: Given) => Read): Read[] {
  return given.map((item, index) => {
    try {
      return read(item)
    } catch (error) {
      throw error instanceof EmulatorError ? invalid(`${name}[${index}]: ${error.message}`) : error
    }
  })
}

function refuseTwice<Field extends string>(list: string, field: Field, items: readonly Record<Field, string>[] = []) {
  const values = items.map((item) => item[field])
  const index = values.findIndex((value, at) => values.indexOf(value) !== at)
  if (index !== -1) throw invalid(`${list}[${index}].${field}: it is there twice`)
}

/** Checks a world; the error names the path of what is wrong. */
export function checkWorld(world: World): void {
  checkSchema('world', world)
  readEach('apps', world.apps, readNewAccount)
  readEach('users', world.users, readPerson)
  readEach('faults', world.faults, readFaultOrder)
  refuseTwice('apps', 'appid', world.apps)
  refuseTwice('users', 'name', world.users)
}
