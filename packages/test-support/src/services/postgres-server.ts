import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { Client } from 'pg'
import { freePort } from './free-port'

const DEBIAN = '/usr/lib/postgresql'

function findPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : []
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

const PROGRAMS = findPrograms()

/** Whether to skip what needs a PostgreSQL: never in CI. */
export const WITHOUT_POSTGRES = PROGRAMS === undefined && process.env.CI === undefined

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
function findUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])))
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}

/** Ends with whoever started it, however that ends: it listens for the end of its input. */
const WRAPPER = '"$0" "$@" & read -r _; kill -QUIT $!; wait'

async function launch(program: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', WRAPPER, program, ...args], { ...options, stdio: ['pipe', 'ignore', 'pipe'] })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('ready to accept connections')) resolve()
      // a client that comes before a recovery has ended is turned away with a FATAL line of its own
      if (/FATAL: {2}(?!the database system is)/.test(text)) reject(new Error(text))
    })
  })
  return child
}

/** A PostgreSQL of one's own on a free port. */
export async function startPostgres() {
  const programs = PROGRAMS ?? DEBIAN
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-postgres-'))
  const user = findUser()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const [data, port] = [join(folder, 'data'), await freePort()]
  const as = { cwd: folder, ...user }
  const settings = ['-A', 'trust', '-U', 'app', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(programs, 'initdb'), ['-D', data, ...settings], { ...as, stdio: 'ignore' })
  const where = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1']
  const start = () => launch(join(programs, 'postgres'), [...where, '-c', 'fsync=off'], as)
  let child = await start()
  const urlOf = (name: string) => `postgres://app:a-password@127.0.0.1:${port}/${name}`
  let databases = 0

  async function query(sql: string) {
    const client = new Client({ connectionString: urlOf('postgres') })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  async function crash(): Promise<void> {
    const gone = once(child, 'exit')
    child.stdin?.end()
    await gone
  }

  return {
    query,
    /** Stops it as a crash would, in the middle of every transaction, and starts it again on the same port. */
    async restart(): Promise<void> {
      await crash()
      child = await start()
    },
    async newDatabase(): Promise<string> {
      databases += 1
      await query(`create database test_${databases}`)
      return urlOf(`test_${databases}`)
    },
    async [Symbol.asyncDispose]() {
      await crash()
      rmSync(folder, { recursive: true })
    },
  }
}

export type Postgres = Awaited<ReturnType<typeof startPostgres>>
