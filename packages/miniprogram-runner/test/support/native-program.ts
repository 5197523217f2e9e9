import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runInNode, type MiniProgram, type RunOptions } from '../../src/index'

export type Files = Record<string, string | object>

const MINIMAL: Files = {
  'app.json': { pages: ['pages/index/index'] },
  'app.js': 'App({})',
  'pages/index/index.js': 'Page({})',
  'pages/index/index.json': {},
  'pages/index/index.wxml': '<view class="page">Hello</view>',
}

export function writeProgram(files: Files): string {
  return writeFiles(temporaryFolder(), { ...MINIMAL, ...files })
}

export function copyProgram(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

export async function runProgram(files: Files, options: RunOptions = {}): Promise<MiniProgram> {
  const mp = await runInNode(writeProgram(files), options)
  onTestFinished(() => mp.close())
  return mp
}

export function page(script: string, wxml = '<view class="page">{{text}}</view>'): Files {
  return { 'pages/index/index.js': script, 'pages/index/index.wxml': wxml }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-program-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

function writeFiles(folder: string, files: Files): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
