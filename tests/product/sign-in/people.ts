import { type CompiledMiniProgram, type MiniProgram, runInNode, type RunOptions } from '@uni-phone/miniprogram-runner'
import type { AppOptions } from '@uni-phone/server'
import { openTestAccounts, startStack } from '@uni-phone/test-support/product'

const DAY_MS = 24 * 60 * 60 * 1000
export const NUMBER = '13800138000'
export const OTHER_NUMBER = '13900139000'

const HOME = 'pages/index/index'
const MINE = 'pages/mine/mine'
const SESSION_PATH = '/sns/jscode2session'

type Stack = Awaited<ReturnType<typeof startStack>>

interface PersonOptions {
  readonly stack: Stack
  readonly program: CompiledMiniProgram
  readonly url: string
  readonly openid: string
  readonly phoneNumber: string
}

/** A WeChat user with a phone, on which the mini program is opened again and again. */
function createPerson({ stack: { emulator }, program, url, openid, phoneNumber }: PersonOptions) {
  let storage: Record<string, unknown> = {}
  let run: MiniProgram | undefined
  let number = phoneNumber

  const options = (): RunOptions => ({
    storage,
    login: () => emulator.createLoginCode({ openid }).code,
    openType: () => ({
      errMsg: 'getPhoneNumber:ok',
      code: emulator.createPhoneCode({ openid, phoneNumber: number }).code,
    }),
  })

  function phone(): MiniProgram {
    if (run === undefined) throw new Error('open the mini program first')
    return run
  }

  async function close(): Promise<void> {
    storage = { ...run?.storage, ...(run === undefined && storage) }
    await run?.close()
    run = undefined
  }

  const see = (selector: string) => phone().until(() => phone().$(selector), 10_000)

  async function tap(selector: string): Promise<void> {
    phone().tap(await see(selector))
  }

  const text = async (selector: string): Promise<string> => (await see(selector)).text
  const token = (): string => (phone().storage.session as string | undefined) ?? ''

  /** Agrees and taps WeChat's button on the sign-in page. */
  async function tapPhoneButton(): Promise<void> {
    await see('.agree-first-button')
    await tap('.agreement')
    await tap('.phone-button')
  }

  return {
    get phone() {
      return phone()
    },
    see,
    tap,
    text,
    tapPhoneButton,
    token,
    /** Ends the mini program and opens it again, with what it has stored. */
    async open(page = HOME, isOnline = true): Promise<void> {
      await close()
      run = await runInNode(program, options())
      run.setOnline(isOnline)
      run.launch(page)
    },
    /** Loses what the phone has stored, as a new phone does. */
    async forget(): Promise<void> {
      await close()
      storage = {}
    },
    /** Waits until the server has said who this is. */
    async isKnown(): Promise<boolean> {
      const isSettled = () =>
        phone().requests.length > 0 && phone().requests.every(({ result }) => result !== undefined)
      await phone().until(isSettled, 10_000)
      await phone().until(() => !phone().text().includes('正在确认登录状态'))
      return phone().$('.account') !== undefined
    },
    /** From home to the number and back. */
    async signIn(): Promise<string> {
      await tap('.sign-in-link')
      await tapPhoneButton()
      const shown = await text('.phone-result')
      await tap('.finish-button')
      await see('.account')
      return shown
    },
    async openMine(): Promise<void> {
      await tap('.mine-link')
      await phone().until(() => phone().page.route === MINE)
      await see('.close-row')
    },
    /** The number that WeChat's sheet offers from now on. */
    choose: (next: string) => void (number = next),
    /** Answer of the server about this token. */
    async session(of = token()) {
      const reply = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${of}` } })
      const body = (await reply.json()) as { account?: { id: string; endsIn?: string } }
      return { status: reply.status, ...body.account }
    },
    /** The requests of this run, without their host. */
    asked: () =>
      phone().requests.map(({ method, url: to }) => `${method} ${new URL(to).pathname.replace('/api/v1', '')}`),
    close,
  }
}

export type Person = ReturnType<typeof createPerson>

interface WorldOptions {
  readonly program: CompiledMiniProgram
  readonly port: number
  readonly server?: Partial<AppOptions>
  /** How long the accounts wait for the database. */
  readonly timeoutMs?: number
}

/** People with phones, a server with accounts, and WeChat. */
export async function startWorld({ program, port, server = {}, timeoutMs = 10_000 }: WorldOptions) {
  let passed = 0
  const accounts = await openTestAccounts({ timeoutMs, now: () => Date.now() + passed })
  const stack = await startStack(port, { accounts: accounts.accounts, ...server })
  const people: Person[] = []

  function person(name: string, phoneNumber = NUMBER): Person {
    const openid = `o${name.padEnd(27, name)}`
    const made = createPerson({ stack, program, url: `http://127.0.0.1:${port}`, openid, phoneNumber })
    people.push(made)
    return made
  }

  return {
    ...stack,
    accounts,
    person,
    /** The phone codes that were spent, and the login codes: the first cost money. */
    spent: () => ({
      phoneCodes: stack.exchanges(),
      loginCodes: stack.emulator.requests().filter(({ path }) => path === SESSION_PATH).length,
    }),
    passDays: (days: number) => void (passed += days * DAY_MS),
    async [Symbol.asyncDispose]() {
      for (const made of people) await made.close()
      await stack[Symbol.asyncDispose]()
      await accounts[Symbol.asyncDispose]()
    },
  }
}
