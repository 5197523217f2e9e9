import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { writeProject } from '../src/write-project'
import { makeFolder } from './made-project'

const FILES: readonly (readonly [string, string])[] = [
  ['README.md', 'read me'],
  ['apps/server/main.ts', 'main'],
]
const never = new AbortController().signal

test('writes every file, with the permissions of an ordinary folder', async () => {
  const cwd = makeFolder()
  await writeProject(join(cwd, 'my-app'), FILES, never)
  mkdirSync(join(cwd, 'ordinary'))
  expect(readdirSync(cwd)).toEqual(['my-app', 'ordinary'])
  expect(readFileSync(join(cwd, 'my-app/apps/server/main.ts'), 'utf8')).toBe('main')
  expect(statSync(join(cwd, 'my-app')).mode).toBe(statSync(join(cwd, 'ordinary')).mode)
})

test.each([
  ['in a folder that exists', 'my-app'],
  ['in folders that it has to make', 'new/deeper/my-app'],
])('Ctrl-C half-way leaves nothing behind, %s', async (_, path) => {
  const cwd = makeFolder()
  const stop = new AbortController()
  function* stoppedHalfWay() {
    yield ['README.md', 'read me'] as const
    expect(readdirSync(cwd)).toHaveLength(1)
    stop.abort()
    yield ['late.txt', 'late'] as const
  }
  await expect(writeProject(join(cwd, path), stoppedHalfWay(), stop.signal)).rejects.toMatchObject({ exitCode: 130 })
  expect(readdirSync(cwd)).toEqual([])
})

test('Ctrl-C at the last file leaves nothing behind', async () => {
  const cwd = makeFolder()
  const stop = new AbortController()
  function* stoppedAtTheEnd() {
    yield ['README.md', 'read me'] as const
    stop.abort()
  }
  await expect(writeProject(join(cwd, 'my-app'), stoppedAtTheEnd(), stop.signal)).rejects.toMatchObject({
    exitCode: 130,
  })
  expect(readdirSync(cwd)).toEqual([])
})

test('a file that cannot be written leaves nothing behind', async () => {
  const cwd = makeFolder()
  const files = [...FILES, ['README.md/below-a-file.txt', '']] as const
  await expect(writeProject(join(cwd, 'my-app'), files, never)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('could not be made') as string,
  })
  expect(readdirSync(cwd)).toEqual([])
})

test('a folder that appears meanwhile is left as it is', async () => {
  const cwd = makeFolder()
  function* whileSomebodyElseIsFaster() {
    yield ['README.md', 'read me'] as const
    mkdirSync(join(cwd, 'my-app'))
    writeFileSync(join(cwd, 'my-app/theirs.txt'), '')
  }
  await expect(writeProject(join(cwd, 'my-app'), whileSomebodyElseIsFaster(), never)).rejects.toMatchObject({
    message: expect.stringContaining('exists already') as string,
  })
  expect(readdirSync(cwd)).toEqual(['my-app'])
  expect(readdirSync(join(cwd, 'my-app'))).toEqual(['theirs.txt'])
})

/** root may write anywhere but into what the kernel itself shows. */
function readOnlyFolder(): string {
  if (process.getuid?.() === 0) return '/sys'
  const folder = makeFolder()
  chmodSync(folder, 0o555)
  return folder
}

test.skipIf(process.platform === 'win32')('a folder without write permission is named', async () => {
  const folder = readOnlyFolder()
  await expect(writeProject(join(folder, 'my-app'), FILES, never)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/cannot be written to \((EACCES|EPERM|EROFS)\)/) as string,
  })
})
