import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { create } from './made-project'

const ENTER = '\r'
const DOWN = '\u001b[B'
const CTRL_C = '\u0003'

/** A terminal whose user presses these keys, each once its question is there. */
function typing(keys: readonly (readonly [question: string, keys: string])[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  const left = [...keys]
  let unread = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    unread += text
    const [question = '', pressed = ''] = left[0] ?? []
    if (left.length === 0 || !unread.includes(question)) return
    left.shift()
    unread = ''
    // the question is still being drawn
    setImmediate(() => input.write(pressed))
  })
  return { input, output, left }
}

test('asks for what the flags do not say, and Enter takes the default', async () => {
  const terminal = typing([
    ['New folder', ENTER],
    ['Scope', ENTER],
    ['Name that users see', ENTER],
    ['AppID', ENTER],
    ['Sign-in', DOWN + ENTER],
    ['Language', DOWN + ENTER],
  ])
  const { names, output, refusal } = await create(['--parts', 'server', '--dry-run'], { terminal })
  expect({ refusal, names, left: terminal.left }).toEqual({ refusal: undefined, names: [], left: [] })
  expect(output).toContain('compose.yaml')
  expect(output).not.toContain('miniprogram')
})

test('a wrong answer is asked for again', async () => {
  const given = ['my-app', '--scope', '@a', '--title', 'A', '--parts', 'app', '--sign-in', 'none', '--language', 'en']
  const terminal = typing([
    ['AppID', `wx1${ENTER}`],
    ['16 lower-case hex digits', `111111111111111${ENTER}`],
  ])
  const { names, refusal } = await create(given, { terminal })
  expect({ refusal, names, left: terminal.left }).toEqual({ refusal: undefined, names: ['my-app'], left: [] })
})

test.each([
  ['at the first question', [['New folder', CTRL_C]]],
  [
    'at a later one',
    [
      ['New folder', ENTER],
      ['Scope', CTRL_C],
    ],
  ],
] as const)('Ctrl-C %s makes nothing', async (_, keys) => {
  const { names, refusal } = await create([], { terminal: typing(keys) })
  expect(refusal).toMatchObject({ exitCode: 130 })
  expect(names).toEqual([])
})
