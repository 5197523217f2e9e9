import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Connect, isFileLoadingAllowed, type Plugin, type ViteDevServer } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const OUTSIDE_ROOT = '/@fs/'

/** What a page is made of; nothing else of the disk is served. */
const ALLOWED = [
  '../index.html',
  '../src',
  '../node_modules',
  '../../../node_modules',
  '../../../packages/contract/src',
]

/**
 * Takes back two settings that uni-app's own plugin forces. With `preserveSymlinks` a workspace package is a path in
 * node_modules, so that its edits rebuild nothing. With `fs.strict` off the dev server hands any file of the disk, `.env`
 * included, to whoever can reach it.
 */
export function uniOverrides(): Plugin {
  return {
    name: 'uni-overrides',
    enforce: 'post',
    config: () => ({
      resolve: { preserveSymlinks: false },
      server: { fs: { strict: true, allow: ALLOWED.map(path), deny: ['.env*', '*.{crt,key,pem}'] } },
    }),
    configureServer(server) {
      server.middlewares.use(guard(server))
    },
  }
}

/** Ahead of Vite, whose own check has been talked round by way of the query more than once. */
function guard(server: ViteDevServer): Connect.NextHandleFunction {
  return (request, response, next) => {
    if (isServed(request.url ?? '/', server)) next()
    else response.writeHead(403).end('403: not a part of the page')
  }
}

function isServed(url: string, server: ViteDevServer): boolean {
  try {
    const file = posix.normalize(decodeURI(url).replace(/[?#].*$/s, ''))
    if (file.includes('/.env')) return false
    return !file.startsWith(OUTSIDE_ROOT) || isFileLoadingAllowed(server, toDiskPath(file))
  } catch {
    return false
  }
}

/** `/@fs/home/me/file`, or `/@fs/C:/me/file` on Windows. */
function toDiskPath(file: string): string {
  const path = file.slice(OUTSIDE_ROOT.length)
  return /^[a-z]:/i.test(path) ? path : `/${path}`
}
