/** Makes the project its new owner's: `pnpm rename-project`. Names the packages, what people see, and the AppID. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type GivenNames, type Names, readNames } from './rename-project/names'
import { ORIGINAL } from './rename-project/original'
import { formatFiles, readGitState, rewriteFiles } from './rename-project/repository'
import { rewriteEnvFile, rewriteText } from './rename-project/rewrite'

const root = fileURLToPath(new URL('..', import.meta.url))

const USAGE = `用法 Usage: pnpm rename-project <name> [--scope @acme] [--title "Acme 会员"] [--appid wx…] [--force]

  <name>     仓库名 the repository's name: acme-phone
  --scope    包的作用域 the scope of its packages (@<name>)
  --title    用户看到的名称 what people see (<name>)
  --appid    小程序的 AppID the mini program's AppID, for manifest.json, and for .env beside a WECHAT_SECRET
  --force    有未提交的改动也进行 also with changes that are not committed
`

const KEPT = `
保留不变 Left as they are:
  LICENSE                       版权声明须保留 its notice has to stay
  urn:uni-phone:…, uni-phone:…  答复与 Redis 中的名称，新旧实例须互通
                                names in answers and in Redis: instances of before and after have to understand each other
  UNI_PHONE_…                   环境变量 environment variables

下一步：用 git diff 查看，然后 pnpm install、pnpm test。README、docs/images、用户协议与隐私政策仍须换成你自己的。
Next: look at git diff, then pnpm install and pnpm test. README, docs/images, terms and privacy policy are still to be made your own.`

function refuse(code: 1 | 2, ...lines: string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`)
  process.exitCode = code
}

function readArguments(): (GivenNames & { force: boolean }) | undefined {
  const text = { type: 'string' } as const
  const options = { scope: text, title: text, appid: text, force: { type: 'boolean', default: false } } as const
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    return positionals.length === 1 ? { ...values, name: positionals[0] } : undefined
  } catch {
    return undefined
  }
}

/** Why not; undefined where nothing is in the way. */
function findObstacle(force: boolean): string | undefined {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string }
  if (name !== ORIGINAL.name) return `已经改过名：${name} It has been renamed already: ${name}.`
  const state = readGitState(root)
  if (state === 'none') return '需要 git 仓库 It needs a git repository: git init && git add -A && git commit -m start'
  if (state === 'clean' || force) return undefined
  return '有未提交的改动：先提交，或加 --force There are changes that are not committed: commit them first, or add --force.'
}

function changeEnvFile(appId: string): string {
  const file = join(root, '.env')
  const rewritten = existsSync(file) ? rewriteEnvFile(readFileSync(file, 'utf8'), appId) : undefined
  if (rewritten === undefined)
    return '.env 未改：WECHAT_APPID 须与 WECHAT_SECRET 一起填写 .env was left alone: WECHAT_APPID goes in together with WECHAT_SECRET.'
  writeFileSync(file, rewritten)
  return '.env: WECHAT_APPID'
}

function rename(names: Names): void {
  const { name, scope, title, appId } = names
  const changed = rewriteFiles(root, (file, text) => rewriteText(file, text, names))
  formatFiles(root, changed)
  const env = appId === undefined ? [] : [changeEnvFile(appId)]
  const head = `${ORIGINAL.name} → ${name}, ${ORIGINAL.scope}/* → ${scope}/*, “${title}”${appId === undefined ? '' : `, ${appId}`}`
  const files = changed.map((file) => `  ${file}`)
  process.stdout.write(`${[head, ...files, `${changed.length} 个文件已修改 files changed`, ...env, KEPT].join('\n')}\n`)
}

const given = readArguments()
const names = given === undefined ? { mistakes: [] } : readNames(given)
if (given === undefined || 'mistakes' in names) refuse(2, ...('mistakes' in names ? names.mistakes : []), USAGE)
else {
  const obstacle = findObstacle(given.force)
  if (obstacle === undefined) rename(names)
  else refuse(1, obstacle)
}
