import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type DocCode, readCode } from './doc-code'
import { PAGES } from './doc-pages'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Manifest {
  name: string
  scripts?: Record<string, string>
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as Manifest

const FOLDERS = ['apps/miniprogram', 'apps/server', 'packages/server', 'packages/wechat', 'packages/wechat-emulator']
const packages = new Map(FOLDERS.map((folder) => [manifestOf(folder).name, manifestOf(folder)]))
const OF_PNPM = ['install', 'pack', 'update']

/** Whether the words behind `pnpm` are a script that is there, or a command of pnpm's own. */
function isPnpmCommand([first = '', second = '', third = '']: string[]): boolean {
  if (first === '-C') return existsSync(root + second) && OF_PNPM.includes(third)
  if (first === '-r') return OF_PNPM.includes(second)
  const [manifest, script] = first === '--filter' ? [packages.get(second), third] : [manifestOf('.'), first]
  return manifest?.scripts?.[script] !== undefined || OF_PNPM.includes(script)
}

/** Whether a line, its settings taken off, is a command that exists. */
export function isCommand(line: string): boolean {
  const [program = '', ...words] = line.replace(/^(?:[A-Z_]+=\S+ )+/, '').split(/\s+/)
  if (program === 'pnpm') return isPnpmCommand(words)
  if (program === 'npx' && words[0] === 'pnpm@12.21.0') return isPnpmCommand(words.slice(1))
  if (program === 'npx') return existsSync(`${root}packages/${words[0]?.replace('@uni-phone/', '') ?? ''}`)
  return (program === 'cp' || program === 'bash') && existsSync(root + (words[0] ?? ''))
}

/** The commands of a block, one a line, without remarks. */
export function commandsOf({ text }: DocCode): string[] {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n')
  return lines.map((line) => line.replace(/(^|\s+)# .*$/, '').trim()).filter((line) => line !== '')
}

const isShell = ({ language }: DocCode) => ['sh', 'bash', 'shell', 'console'].includes(language)

export const blocks = PAGES.flatMap((page) =>
  readCode(page)
    .filter(isShell)
    .map((block) => ({ page, block, calls: /^(curl|\w+=\$\(|wx=)/m.test(block.text) })),
)

/** The names of scripts that the prose of a page mentions: `pnpm dev`. */
export function scriptsNamedIn(page: string): string[] {
  const text = readFileSync(root + page, 'utf8')
  return [...text.matchAll(/`(?:npx )?pnpm(?:@[\d.]+)? ([^`]+)`/g)].map(([, command = '']) => command)
}

export const isNamedScript = (command: string) => isPnpmCommand(command.split(/\s+/))
