import { readFileSync } from 'node:fs'

export interface Instruction {
  readonly name: string
  readonly value: string
}

export interface Stage {
  readonly image: string
  readonly name: string | undefined
  readonly instructions: readonly Instruction[]
}

function toInstruction(line: string): Instruction {
  const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? []
  return { name: name.toUpperCase(), value }
}

/** The stages of a Dockerfile, comments and continued lines resolved. */
function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const stages: (Stage & { instructions: Instruction[] })[] = []
  for (const instruction of lines.filter((line) => line.trim() !== '').map(toInstruction)) {
    const [image = '', , name] = instruction.value.split(/\s+/)
    if (instruction.name === 'FROM') stages.push({ image, name, instructions: [] })
    else stages.at(-1)?.instructions.push(instruction)
  }
  return stages
}

/** Reads a Dockerfile by its path from the root of the repository. */
export const readDockerfile = (path: string): Stage[] =>
  parseDockerfile(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))

export const dockerfile = readDockerfile('Dockerfile')

/** The value of an instruction that a stage has once. */
export function valueOf(stage: Stage | undefined, name: string): string {
  const [found, ...more] = stage?.instructions.filter((instruction) => instruction.name === name) ?? []
  if (found === undefined || more.length > 0) throw new Error(`there must be one ${name}`)
  return found.value
}

/** A command in the exec form, which no shell takes apart: `["node", "main.mjs"]`. */
export function execForm(value: string): string[] {
  return JSON.parse(value.replace(/^[^[]*/, '')) as string[]
}
