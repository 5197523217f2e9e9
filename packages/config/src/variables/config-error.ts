import type { LocalizedText } from './variable'

/** One variable that is missing or wrong. Its value is never quoted. */
export interface ConfigProblem extends LocalizedText {
  readonly variable: string
}

/** The environment cannot be used as it is. The message names every variable that is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.flatMap(({ zh, en }) => [`  - ${zh}`, `    ${en}`])
    super(['配置有误 The configuration cannot be used:', ...lines].join('\n'))
    this.problems = problems
  }
}
