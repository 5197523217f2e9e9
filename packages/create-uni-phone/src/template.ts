import type { Answers } from './answers'

/** A file of the template, with the conditions under which a project has it. */
export interface TemplateFile {
  readonly path: string
  readonly text: string
  /** Name of the layer that it comes from. A later layer replaces files of an earlier one. */
  readonly layer: Layer
}

export const LAYERS = ['all', 'miniprogram', 'no-accounts', 'postgresql', 'zh-CN', 'en'] as const
export type Layer = (typeof LAYERS)[number]

/** Returns the conditions that hold for a project: names of layers, and of blocks within files. */
function conditionsOf({ parts, signIn, language }: Answers): ReadonlySet<string> {
  return new Set([
    'all',
    parts === 'app' ? 'miniprogram' : 'no-miniprogram',
    parts,
    signIn === 'none' ? 'no-accounts' : 'accounts',
    signIn,
    language,
  ])
}

const BLOCK = /^ *(?:\/\/ |# )?\{\{#([\w-]+)\}\}\n([\s\S]*?)^ *(?:\/\/ |# )?\{\{\/\1\}\}\n/gm

/** Keeps the blocks `{{#condition}}` … `{{/condition}}` whose condition holds; the marks stand on lines of their own. */
function selectBlocks(text: string, conditions: ReadonlySet<string>): string {
  return text.replace(BLOCK, (_, condition: string, block: string) =>
    conditions.has(condition) ? selectBlocks(block, conditions) : '',
  )
}

function fillIn(text: string, { name, scope, title, appId }: Answers, version: string): string {
  // WeChat's name for a mini program without an account
  const values: Readonly<Record<string, string>> = { name, scope, title, version, appId: appId || 'touristappid' }
  return text.replace(/\{\{(\w+)\}\}/g, (mark, key: string) => values[key] ?? mark)
}

/** Returns the files of a project by their paths, sorted. `version` is that of the packages it gets. */
export function renderProject(
  template: readonly TemplateFile[],
  answers: Answers,
  version: string,
): Map<string, string> {
  const conditions = conditionsOf(answers)
  const chosen = LAYERS.filter((layer) => conditions.has(layer)).flatMap((layer) =>
    template.filter((file) => file.layer === layer),
  )
  const files = new Map(
    chosen.map(({ path, text }) => [path, fillIn(selectBlocks(text, conditions), answers, version)]),
  )
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}
