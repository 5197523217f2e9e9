import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

interface PackagedChromium {
  readonly executablePath: string
  readonly env: Record<string, string>
}

const decompress = promisify(brotliDecompress)

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` (Linux x64) if the folder `cwd` has it. The package's own
 * code is not used: it returns the binary while another process still writes it.
 *
 * @see https://github.com/Sparticuz/chromium
 */
export async function unpackChromium(cwd: string): Promise<PackagedChromium | undefined> {
  const archives = findArchives(cwd)
  if (archives === undefined || process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const name = `chromium-${createHash('sha256').update(archives).digest('hex').slice(0, 16)}`
  const folder = join(tmpdir(), name)
  if (!existsSync(folder)) await unpackInto(folder, archives)
  // any user can create a folder of this name there
  if (statSync(folder).uid !== process.getuid?.()) return undefined
  const executablePath = join(folder, 'chromium')
  return { executablePath, env: { ...fontPath(folder), ...libraryPath(folder, executablePath) } }
}

function findArchives(cwd: string): string | undefined {
  try {
    const entry = createRequire(join(cwd, 'package.json')).resolve('@sparticuz/chromium')
    return join(dirname(entry), '..', '..', 'bin')
  } catch {
    return undefined
  }
}

// the first process wins, the others delete their copy
async function unpackInto(folder: string, archives: string): Promise<void> {
  const workshop = await mkdtemp(join(tmpdir(), 'chromium-unpacking-'))
  const executable = join(workshop, 'chromium')
  await writeFile(executable, await decompress(await readFile(join(archives, 'chromium.br'))))
  await chmod(executable, 0o755)
  for (const archive of ['al2023', 'fonts', 'swiftshader'])
    await unpackTar(join(archives, `${archive}.tar.br`), workshop)
  await writeFile(join(workshop, 'fonts.conf'), fontConfiguration(join(folder, 'fonts')))
  await rename(workshop, folder).catch(() => rm(workshop, { recursive: true }))
}

async function unpackTar(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  execFileSync('tar', ['-x', '-C', folder], { input: await decompress(await readFile(archive)) })
}

// the package has nss and nspr for systems without them; those of the system fit better
function libraryPath(folder: string, executable: string): Record<string, string> {
  const libraries = execFileSync('ldd', [executable], { encoding: 'utf8' })
  return libraries.includes('not found') ? { LD_LIBRARY_PATH: join(folder, 'lib') } : {}
}

// without a font configuration Chromium draws no text
function fontPath(folder: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: folder }
}

function fontConfiguration(fonts: string): string {
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir></fontconfig>`
}
