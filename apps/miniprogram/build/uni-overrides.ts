import { posix, resolve } from 'node:path'
import process from 'node:process'
import { type Connect, isFileLoadingAllowed, type Plugin, type ViteDevServer } from 'vite'

const OUTSIDE_ROOT = '/@fs/'

/** Paths, relative to the app, that the dev server may serve; everything else on the disk is forbidden. */
const ALLOWED = ['index.html', 'src', 'node_modules', '../../node_modules', '../../packages/contract/src']

/**
 * Reverts two settings that uni-app's own plugin forces. With `preserveSymlinks` a workspace package resolves to a path in
 * node_modules, and editing it triggers no rebuild. With `fs.strict` off the dev server serves any file on the disk,
 * `.env` included, to anyone who can reach it.
 */
export function uniOverrides(): Plugin {
  return {
    name: 'uni-overrides',
    enforce: 'post',
    config: ({ root = process.cwd() }) => ({
      resolve: { preserveSymlinks: false },
      server: {
        fs: { strict: true, allow: ALLOWED.map((path) => resolve(root, path)), deny: ['.env*', '*.{crt,key,pem}'] },
      },
    }),
    configureServer(server) {
      server.middlewares.use(guard(server))
    },
  }
}

/** Runs before Vite, whose own check has been bypassed through the query string more than once. */
function guard(server: ViteDevServer): Connect.NextHandleFunction {
  return (request, response, next) => {
    if (isServed(request.url ?? '/', server)) next()
    else response.writeHead(403).end('403: not part of the page')
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
