import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { buildContext, root } from './docker-ignore'
import { dockerfile, type Instruction, type Stage } from './dockerfile'

const PATIENCE_MS = 120_000

interface Build {
  /** Stands for `/` of the image. */
  readonly root: string
  workdir: string
  env: NodeJS.ProcessEnv
}

/** What a container of the last stage would find. */
export interface Image {
  /** Stands for `/`. */
  readonly root: string
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly remove: () => void
}

/** What the server's build is sent. */
function copyRepository(context: string): void {
  for (const file of buildContext().filter((name) => existsSync(join(root, name))))
    cpSync(join(root, file), join(context, file), { recursive: true })
}

/** Does what an image's build would do, with the same commands, in folders that are empty before. */
export function buildImage(stages: readonly Stage[] = dockerfile, fillContext = copyRepository): Image {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-image-'))
  chmodSync(folder, 0o755)
  const context = join(folder, 'context')
  fillContext(context)
  const built = new Map<string | undefined, Build>()
  for (const stage of stages) built.set(stage.name, buildStage(stage, folder, context, built))
  const last = built.get(stages.at(-1)?.name)
  if (last === undefined) throw new Error('the Dockerfile has no stage')
  return {
    root: last.root,
    folder: join(last.root, last.workdir),
    env: last.env,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function buildStage(stage: Stage, folder: string, context: string, built: Map<string | undefined, Build>): Build {
  const build: Build = { root: join(folder, stage.name ?? 'last'), workdir: '/', env: {} }
  mkdirSync(build.root)
  for (const instruction of stage.instructions) follow(instruction, build, context, built)
  return build
}

function follow(
  { name, value }: Instruction,
  build: Build,
  context: string,
  built: Map<string | undefined, Build>,
): void {
  const here = join(build.root, build.workdir)
  if (name === 'WORKDIR') mkdirSync(join(build.root, (build.workdir = value)), { recursive: true })
  else if (name === 'ENV') build.env = { ...build.env, ...Object.fromEntries([value.split('=')]) }
  else if (name === 'RUN') run(value, here, build)
  else if (name === 'COPY') copy(value, build, context, built)
}

function run(command: string, cwd: string, build: Build): void {
  const prefix = join(build.root, 'usr/local')
  const path = `${prefix}/bin:${process.env.PATH ?? ''}`
  const env = { ...process.env, NODE_ENV: undefined, npm_config_prefix: prefix, PATH: path, ...build.env }
  execFileSync('sh', ['-ec', command], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'], timeout: PATIENCE_MS })
}

/** Of a folder Docker copies what is in it; a file goes into what ends with a slash. */
function copy(value: string, build: Build, context: string, built: Map<string | undefined, Build>): void {
  const [, from, paths = ''] = /^(?:--from=(\S+)\s+)?(?:--chown=\S+\s+)?(.*)$/.exec(value) ?? []
  const source = from === undefined ? context : built.get(from)?.root
  if (source === undefined) throw new Error(`there is no stage ${String(from)}`)
  const names = paths.split(/\s+/)
  const target = names.pop() ?? ''
  const here = target.startsWith('/') ? build.root : join(build.root, build.workdir)
  for (const name of names) {
    const into = target.endsWith('/') && statSync(join(source, name)).isFile() ? join(target, basename(name)) : target
    mkdirSync(dirname(join(here, into)), { recursive: true })
    cpSync(join(source, name), join(here, into), { recursive: true })
  }
}
