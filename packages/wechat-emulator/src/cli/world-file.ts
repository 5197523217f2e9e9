import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { EmulatorError } from '../core/index'
import type { World } from '../state/index'

/** World file that is found by itself in the working folder. */
export const WORLD_FILE = 'wechat.world.json'

const EXAMPLE: World = {
  $schema: 'https://unpkg.com/@uni-phone/wechat-emulator/schemas/world.schema.json',
  apps: [
    { appid: 'wx0000000000000000', secret: '0123456789abcdef0123456789abcdef' },
    { appid: 'wx1111111111111111', secret: 'fedcba9876543210fedcba9876543210', phoneNumberPermission: false },
  ],
  users: [
    { name: 'li', phoneNumber: '13800138000', unionid: 'oUnionOfLi000000000000000000' },
    { name: 'chan', phoneNumber: '51234567', countryCode: '852' },
  ],
  quotas: { tokensPerDay: 2_000 },
  quirks: { countryCode: 'string' },
  faults: [{ path: '/wxa/business/getuserphonenumber', times: 1, fault: { errcode: -1 } }],
}

/** Reads the given world file, else the one in the working folder, if there is one. */
export function readWorldFile(given: string | undefined): { file: string; world: World } | undefined {
  const file = given ?? WORLD_FILE
  if (given === undefined && !existsSync(file)) return undefined
  try {
    return { file, world: JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as World }
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'
    throw new EmulatorError('invalid_input', `${file}: ${reason}`, { cause: error })
  }
}

/** Writes an example of a world file; refuses to replace a file. */
export function writeExample(file: string): void {
  try {
    writeFileSync(file, `${JSON.stringify(EXAMPLE, null, 2)}\n`, { flag: 'wx' })
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const reason = isThere ? 'the file exists: remove it, or name another one' : 'the file cannot be written'
    throw new EmulatorError('invalid_input', `${file}: ${reason}`, { cause: error })
  }
}
