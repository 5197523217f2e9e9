import type { Clock } from '../clock'
import type { Quirks } from '../quirks'
import type { Random } from '../random'
import { type Answer, jsonAnswer } from './answer'
import type { ApiCall } from './api-call'
import { type Endpoint, endpointOf } from './endpoint'
import { DOCUMENTED_CREDENTIAL_TEXT, ENDPOINT_TEXTS, ERROR_TEXTS, UNLISTED_TEXT } from './error-texts'

/** Answers a call with an errcode, in the words of its endpoint, HTTP 200 as ever. */
export type Refuse = (call: ApiCall, errcode: number) => Answer

export function createRefuse(clock: Clock, random: Random, quirks: Required<Quirks>): Refuse {
  const fill = (name: string, call: ApiCall) => {
    if (name === '{rid}') return requestId(clock, random)
    if (name === '{hint}') return random.hint()
    return name === '{ip}' ? call.address : toIpv6(call.address)
  }
  return (call, errcode) => {
    const endpoint = endpointOf(call.path)
    const errmsg = textOf(endpoint, errcode, quirks).replaceAll(/\{\w+\}/g, (name) => fill(name, call))
    return jsonAnswer(endpoint, { errcode, errmsg }, errcode)
  }
}

function textOf(endpoint: Endpoint, errcode: number, quirks: Required<Quirks>): string {
  if (errcode === 40001 && quirks.credentialText === 'documented') return DOCUMENTED_CREDENTIAL_TEXT
  return ENDPOINT_TEXTS[endpoint][errcode] ?? ERROR_TEXTS[errcode] ?? UNLISTED_TEXT
}

/** Of its three groups the first is the time, in unix seconds. */
function requestId(clock: Clock, random: Random): string {
  return `${clock.seconds().toString(16).padStart(8, '0')}-${random.hex(4)}-${random.hex(4)}`
}

function toIpv6(address: string): string {
  return address.includes(':') ? address : `::ffff:${address}`
}
