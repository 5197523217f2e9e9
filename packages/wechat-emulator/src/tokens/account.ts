import type { Clock } from '../clock'
import type { ClassicToken } from './classic-token'
import { createClassicToken } from './classic-token'
import type { StableToken } from './stable-token'
import { createStableToken } from './stable-token'
import type { TokenRegistry } from './token-registry'

export interface Account {
  appId: string
  appSecret: string
  stable: StableToken
  classic: ClassicToken
}

export interface Credentials {
  appId: string
  appSecret: string
}

export interface Accounts {
  find: (appId: string) => Account | undefined
  reset: () => void
}

export function createAccounts(credentials: Credentials[], tokens: TokenRegistry, clock: Clock): Accounts {
  const open = ({ appId, appSecret }: Credentials): [string, Account] => {
    const stable = createStableToken(appId, tokens, clock)
    return [appId, { appId, appSecret, stable, classic: createClassicToken(appId, tokens, clock) }]
  }
  let accounts = new Map(credentials.map(open))
  return {
    find: (appId) => accounts.get(appId),
    reset() {
      tokens.clear()
      accounts = new Map(credentials.map(open))
    },
  }
}
