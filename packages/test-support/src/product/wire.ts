import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const SENT_CODE = /"code":"([^"]+)"|[?&]js_code=([^& ]+)[& ]/g
const ASKED_PATH = /(?:GET|POST) (\/[^ ?]*)[ ?]/g
const HANDED_OUT = /"(access_token|session_key)":"([^"]+)"/g
/** No text that is looked for is longer. */
const TAIL = 4096
/** How much of a reply is missing that was cut. */
const CUT_BYTES = 20

/** Finds a pattern in a stream, across its chunks. */
function createFinder(pattern: RegExp, found: (match: RegExpExecArray) => void): (chunk: Buffer) => void {
  let rest = ''
  return (chunk) => {
    const text = rest + chunk.toString('latin1')
    let end = 0
    for (const match of text.matchAll(pattern)) {
      found(match)
      end = match.index + match[0].length
    }
    rest = text.slice(Math.max(end, text.length - TAIL))
  }
}

/** Changes a reply, whose length stays the same. `earlier` is the one before it on the same path. */
export type ChangeReply = (reply: string, earlier: string) => string

/** A wire to WeChat that sees every byte: which code was sent how often, and what WeChat handed out. It can break, too. */
export async function startWire(wechatUrl: string) {
  const wechatPort = Number(new URL(wechatUrl).port)
  const sent = new Map<string, number>()
  const handedOut = new Map<string, string>()
  const sockets = new Set<Socket>()
  const cuts: string[] = []
  const holds: string[] = []
  const changes: { readonly path: string; readonly change: ChangeReply }[] = []
  const lastReplies = new Map<string, string>()
  const held: (() => void)[] = []

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  }

  function carryRequests(client: Socket, wechat: Socket, asked: (path: string) => void): void {
    const findPath = createFinder(ASKED_PATH, ([, path = '']) => {
      asked(path)
    })
    const findCode = createFinder(SENT_CODE, ([, phoneCode, loginCode]) => {
      const code = phoneCode ?? loginCode ?? ''
      sent.set(code, (sent.get(code) ?? 0) + 1)
    })
    client.on('data', (chunk: Buffer) => {
      findPath(chunk)
      findCode(chunk)
      wechat.write(chunk)
    })
    client.once('close', () => wechat.destroy())
  }

  function changeReply(path: string, chunk: Buffer): Buffer {
    const reply = chunk.toString('latin1')
    const place = changes.findIndex((each) => each.path === path)
    const [found] = place < 0 ? [] : changes.splice(place, 1)
    const earlier = lastReplies.get(path) ?? ''
    lastReplies.set(path, reply)
    return found === undefined ? chunk : Buffer.from(found.change(reply, earlier), 'latin1')
  }

  function carryReplies(
    client: Socket,
    wechat: Socket,
    isNext: (paths: string[]) => boolean,
    change: (chunk: Buffer) => Buffer,
  ): void {
    const find = createFinder(HANDED_OUT, ([, kind = '', value = '']) => {
      handedOut.set(value, kind)
    })
    wechat.on('data', (chunk: Buffer) => {
      find(chunk)
      if (isNext(cuts)) client.end(chunk.subarray(0, -CUT_BYTES))
      else if (isNext(holds)) held.push(() => client.write(chunk))
      else client.write(change(chunk))
    })
    wechat.once('error', () => client.resetAndDestroy())
    wechat.once('end', () => client.end())
  }

  const server = createServer((client) => {
    const wechat = connect(wechatPort, '127.0.0.1').setNoDelay()
    let lastPath = ''
    keep(client.setNoDelay())
    keep(wechat)
    carryRequests(client, wechat, (path) => (lastPath = path))
    const isNext = (paths: string[]): boolean => {
      const place = paths.indexOf(lastPath)
      if (place >= 0) paths.splice(place, 1)
      return place >= 0
    }
    carryReplies(client, wechat, isNext, (chunk) => changeReply(lastPath, chunk))
  })

  const listen = async (port: number): Promise<void> => {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  }

  await listen(0)
  const { port } = server.address() as AddressInfo
  const resetAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }

  async function refuse(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    resetAll()
    await closed
  }

  return {
    url: `http://127.0.0.1:${port}`,
    /** How often a code has passed. */
    sent: (code: string) => sent.get(code) ?? 0,
    /** Every access token and session key that has passed, and which it is. */
    handedOut: () => handedOut,
    /** Breaks the next reply of a path off before its end. */
    cut: (path: string) => void cuts.push(path),
    /** Holds the next reply of a path back until `release`. */
    hold: (path: string) => void holds.push(path),
    /** Changes the next reply of a path. */
    change: (path: string, change: ChangeReply) => void changes.push({ path, change }),
    release(): void {
      for (const send of held.splice(0)) send()
    },
    /** Breaks all connections at once. */
    resetAll,
    refuse,
    accept: () => listen(port),
    async [Symbol.asyncDispose]() {
      if (server.listening) await refuse()
    },
  }
}

export type Wire = Awaited<ReturnType<typeof startWire>>
