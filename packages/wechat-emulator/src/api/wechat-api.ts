import { createFaultReply } from '../faults/fault-reply'
import type { Stores } from '../stores'
import { type Api, createApi, createUnknown } from './api'
import { createCodeToSession } from './endpoints/code-to-session'
import { createGetPhoneNumber } from './endpoints/get-phone-number'
import { createStableToken } from './endpoints/stable-token'
import { createToken } from './endpoints/token'
import { createRefuse } from './refusal'

/** The API with all its endpoints, over what the emulator remembers. */
export function createWeChatApi(stores: Stores, log: (line: string) => void): Api {
  const { clock, random, faults, requestLog, quirks } = stores
  const refuse = createRefuse(clock, random, quirks)
  const endpoints = {
    token: createToken({ ...stores, refuse }),
    stable_token: createStableToken({ ...stores, refuse }),
    getuserphonenumber: createGetPhoneNumber({ ...stores, refuse }),
    jscode2session: createCodeToSession({ ...stores, refuse }),
    unknown: createUnknown(refuse, log),
  }
  return createApi({ endpoints, faults, replyWithFault: createFaultReply(refuse), requestLog })
}
